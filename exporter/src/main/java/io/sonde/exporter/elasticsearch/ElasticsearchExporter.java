package io.sonde.exporter.elasticsearch;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.lines.DocumentLine;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.lines.LogLine;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends log records to Elasticsearch or OpenSearch. Each document has a fate of its own there: what
 * is busy comes again, alone; what is refused costs itself.
 */
public final class ElasticsearchExporter implements SpoolableExporter<LogEvent> {
  private static final String ANSWER = "?filter_path=errors,items.*.status,items.*.error.type";

  private final boolean gzip;
  private final String format;
  private final Bulk<LogEvent> bulk;
  private final Bulk<KeptDocument> keptBulk;

  /**
   * The request that {@link #resend} was last given, and what is in it; null when it is settled.
   */
  private byte[] kept;

  private List<KeptDocument> keptDocuments;

  private ElasticsearchExporter(
      HttpTarget target,
      boolean gzip,
      LogLine line,
      IndexName index,
      Map<String, Object> resource) {
    this.gzip = gzip;
    // In a data stream's requests no document names its index.
    format = "bulk" + (index == null ? " stream" : "") + (gzip ? " gzip" : "");
    Object instance = resource.get("service.instance.id");
    long process = ThreadLocalRandom.current().nextLong();
    if (instance != null) {
      process ^= (long) instance.hashCode() << 32;
    }
    Documents<LogEvent> documents = new Documents<LogEvent>();
    BulkEncoder encoder = new BulkEncoder(documents, line, index, process);
    bulk = new Bulk<LogEvent>(documents, encoder, target, gzip);
    Documents<KeptDocument> keptOnes = new Documents<KeptDocument>();
    keptBulk = new Bulk<KeptDocument>(keptOnes, new KeptDocument.Encoder(keptOnes), target, gzip);
  }

  /**
   * Documents in the form of an index with {@code timestamp} and {@code level}. Opens no connection
   * yet.
   *
   * @param index its name, in which {@code %{+YYYY.MM.dd}} stands for the day of an event in UTC
   * @param resource the attributes of the process
   * @throws IllegalArgumentException when the name has another pattern
   */
  public static ElasticsearchExporter index(
      HttpTarget target, boolean gzip, String index, Map<String, Object> resource) {
    return new ElasticsearchExporter(
        target.append("/_bulk" + ANSWER),
        gzip,
        new DocumentLine(resource),
        new IndexName(index),
        resource);
  }

  /**
   * Documents in the form of the Elastic Common Schema. Opens no connection yet.
   *
   * @param stream the name of a data stream
   * @param resource the attributes of the process
   */
  public static ElasticsearchExporter dataStream(
      HttpTarget target, boolean gzip, String stream, Map<String, Object> resource) {
    return new ElasticsearchExporter(
        target.append("/" + encode(stream) + "/_bulk" + ANSWER),
        gzip,
        LineFormat.ECS.line(resource),
        null,
        resource);
  }

  private static String encode(String name) {
    try {
      return URLEncoder.encode(name, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JVM has UTF-8");
    }
  }

  @Override
  public ExportResult export(List<LogEvent> batch) throws IOException {
    return bulk.export(batch);
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public Request encode(List<LogEvent> batch, int from, int to) throws IOException {
    return bulk.encode(batch, from, to);
  }

  /** What becomes of each document is known until the request is another, or settled. */
  @Override
  public ExportResult resend(byte[] octets, int length, int records) throws IOException {
    byte[] request = Arrays.copyOf(octets, length);
    if (!Arrays.equals(request, kept)) {
      keptDocuments = KeptDocument.read(request, gzip);
      kept = request;
    }
    ExportResult result = keptBulk.export(keptDocuments);
    if (!result.retryable()) {
      kept = null;
      keptDocuments = null;
    }
    return result;
  }

  @Override
  public void close() {
    bulk.close();
    keptBulk.close();
  }
}
