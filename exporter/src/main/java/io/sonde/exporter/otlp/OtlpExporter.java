package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.net.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What both transports of OTLP share: the body, and what to do when it is too large. */
public abstract class OtlpExporter<T> implements BatchExporter<T> {
  /** Told by {@link #send}: fewer records at a time might pass. */
  static final ExportResult TOO_LARGE = ExportResult.retry(0, "too large");

  private static final int INITIAL_BODY = 16 * 1024;

  private final OtlpEncoder<T> encoder;
  private final int prefix;
  private final ProtoWriter body = new ProtoWriter(INITIAL_BODY);
  private final ProtoWriter compressed;
  final OtlpSettings settings;

  /**
   * @param prefix octets that {@link #send} wants free before the message
   */
  OtlpExporter(OtlpEncoder<T> encoder, OtlpSettings settings, int prefix) {
    this.encoder = encoder;
    this.settings = settings;
    this.prefix = prefix;
    this.compressed = settings.gzip() ? new ProtoWriter(INITIAL_BODY / 4) : null;
  }

  /**
   * The exporter of spans for the protocol that {@code settings} names. Opens no connection yet.
   *
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public static OtlpExporter<Span> spans(
      OtlpSettings settings, Map<String, Object> resource, String scope, String scopeVersion) {
    return create(new SpanEncoder(resource, scope, scopeVersion), settings);
  }

  /** As {@link #spans}, of log events. Their scopes are the loggers. */
  public static OtlpExporter<LogEvent> logs(OtlpSettings settings, Map<String, Object> resource) {
    return create(new LogEncoder(resource), settings);
  }

  /** As {@link #spans}, of metrics as they are. */
  static OtlpExporter<MetricData> metrics(
      OtlpSettings settings, Map<String, Object> resource, String scope, String scopeVersion) {
    return create(new MetricEncoder(resource, scope, scopeVersion), settings);
  }

  private static <T> OtlpExporter<T> create(OtlpEncoder<T> encoder, OtlpSettings settings) {
    return settings.grpc()
        ? new OtlpGrpcExporter<T>(encoder, settings)
        : new OtlpHttpExporter<T>(encoder, settings);
  }

  @Override
  public final ExportResult export(List<T> batch) throws IOException {
    try {
      return export(batch, 0, batch.size(), new Deadline(settings.timeoutMillis()));
    } finally {
      body.reset();
      if (compressed != null) {
        compressed.reset();
      }
    }
  }

  /**
   * Sends one message.
   *
   * @param message the request, compressed as the settings want it, after the free octets
   * @param length of the message and the free octets
   * @throws IOException when there was no answer
   */
  abstract ExportResult send(byte[] message, int length, int records, Deadline deadline)
      throws IOException;

  private ExportResult export(List<T> batch, int from, int to, Deadline deadline)
      throws IOException {
    body.reset();
    reserve(body);
    int failed = encoder.encode(batch, from, to, body);
    int records = to - from - failed;
    if (records == 0) {
      return ExportResult.failed(failed);
    }
    ProtoWriter message = compressed == null ? body : compress();
    ExportResult result = send(message.buffer(), message.size(), records, deadline);
    if (result != TOO_LARGE) {
      return result.and(ExportResult.failed(failed));
    }
    if (to - from == 1) {
      return ExportResult.rejected(1, "one record is larger than the receiver takes");
    }
    // When the second half has to wait, all of the batch comes again: at least once.
    int middle = (from + to) >>> 1;
    ExportResult first = export(batch, from, middle, deadline);
    return first.retryable() ? first : first.and(export(batch, middle, to, deadline));
  }

  private void reserve(ProtoWriter message) {
    for (int i = 0; i < prefix; i++) {
      message.rawByte(0);
    }
  }

  private ProtoWriter compress() throws IOException {
    compressed.reset();
    reserve(compressed);
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int octet) {
            compressed.rawByte(octet);
          }

          @Override
          public void write(byte[] octets, int from, int count) {
            compressed.rawBytes(octets, from, count);
          }
        };
    try (OutputStream out = new FastGzip(sink)) {
      out.write(body.buffer(), prefix, body.size() - prefix);
    }
    return compressed;
  }

  /** The usual level takes about twice the time for a body that is hardly smaller. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
