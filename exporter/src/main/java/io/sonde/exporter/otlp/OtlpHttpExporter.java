package io.sonde.exporter.otlp;

import io.sonde.exporter.ExportResult;
import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.HttpSender;
import java.io.IOException;

/** OTLP/HTTP with binary protobuf. */
final class OtlpHttpExporter<T> extends OtlpExporter<T> {
  private final HttpSender sender;

  OtlpHttpExporter(OtlpEncoder<T> encoder, OtlpSettings settings) {
    super(encoder, settings, 0);
    sender =
        new HttpSender(
            settings.url(), settings.headers(), settings.tls(), settings.timeoutMillis());
  }

  @Override
  ExportResult send(byte[] message, int length, int records, Deadline deadline) throws IOException {
    // Ends a series of halves; each of its requests has the whole time-out for itself.
    deadline.remainingMillis();
    HttpSender.Response response =
        sender.post("application/x-protobuf", settings.gzip() ? "gzip" : null, message, length);
    int status = response.status();
    if (status >= 200 && status < 300) {
      return PartialSuccess.decode(response.body(), records);
    }
    if (status == 413) {
      return TOO_LARGE;
    }
    String reason = "HTTP status " + status;
    return status == 429 || status == 502 || status == 503 || status == 504
        ? ExportResult.retry(response.retryAfterMillis(), reason)
        : ExportResult.rejected(records, reason);
  }

  @Override
  public void close() {
    sender.close();
  }
}
