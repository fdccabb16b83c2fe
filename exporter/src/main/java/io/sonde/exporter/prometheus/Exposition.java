package io.sonde.exporter.prometheus;

import io.sonde.bootstrap.http.MetricsPage;
import io.sonde.exporter.MetricSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What a scrape is answered with, whichever server it came through. One scrape at a time costs one
 * {@link MetricSource#collect}. Thread safe.
 */
public final class Exposition {
  private static final int SMALLEST = 4096;

  private final MetricSource source;
  private final Set<CompatGroup> groups;
  private final boolean utf8Names;
  private int latestSize;

  /**
   * @param groups also the names that existing dashboards query, such as {@code
   *     http_requests_total}
   * @param utf8Names whether who can read them sees names with the dots that they have in
   *     OpenTelemetry
   */
  public Exposition(MetricSource source, Set<CompatGroup> groups, boolean utf8Names) {
    this.source = source;
    this.groups = groups;
    this.utf8Names = utf8Names;
  }

  /**
   * Collects and writes all metrics.
   *
   * @param accept the request's header, null when it has none
   * @param acceptEncoding the request's header, null when it has none
   */
  public synchronized MetricsPage render(String accept, String acceptEncoding) {
    ContentType type = ContentType.negotiate(accept);
    Families families = new Families(groups, utf8Names);
    families.fill(source.collect());
    Spelling spelling = families.spelling(type.escaping());
    int capacity = Math.max(SMALLEST, latestSize + latestSize / 8);
    byte[] body;
    switch (type.format()) {
      case OPEN_METRICS:
        body = new OpenMetricsWriter(capacity, spelling).write(families.all());
        break;
      case PROTOBUF:
        body = new ProtobufWriter(capacity, spelling).write(families.all());
        break;
      default:
        body = new TextWriter(capacity, spelling).write(families.all());
    }
    latestSize = body.length;
    boolean gzip = acceptsGzip(acceptEncoding);
    return new MetricsPage(type.header(), gzip ? "gzip" : null, gzip ? gzip(body) : body);
  }

  private static boolean acceptsGzip(String acceptEncoding) {
    for (AcceptRange range : AcceptRange.parse(acceptEncoding)) {
      if (range.value().equals("gzip")) {
        return range.quality() > 0;
      }
    }
    return false;
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SMALLEST + body.length / 8);
    try (GZIPOutputStream out = new FastGzip(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** Metrics repeat themselves: the fastest level already makes a twentieth of them. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, SMALLEST);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
