package io.sonde.exporter.otlp;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.net.HttpSender;

/** OTLP/HTTP with binary protobuf. */
final class OtlpHttpExporter<T> extends HttpExporter<T> {
  OtlpHttpExporter(BatchEncoder<T> encoder, OtlpSettings settings) {
    super(encoder, settings.target(), "application/x-protobuf", settings.gzip());
  }

  @Override
  protected ExportResult taken(HttpSender.Response response, int records) {
    return PartialSuccess.decode(response.body(), records);
  }

  /** The specification's list. */
  @Override
  protected boolean retryable(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
}
