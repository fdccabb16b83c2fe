package io.sonde.exporter.otlp;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.net.HttpSender;

/** OTLP/HTTP, with binary protobuf or with JSON. */
final class OtlpHttpExporter<T> extends HttpExporter<T> {
  private final boolean json;

  OtlpHttpExporter(BatchEncoder<T> encoder, OtlpSettings settings) {
    super(
        settings.json() ? new JsonEncoder<T>(encoder, settings.signal()) : encoder,
        settings.target(),
        settings.json() ? "application/json" : "application/x-protobuf",
        settings.gzip());
    json = settings.json();
  }

  @Override
  protected ExportResult taken(HttpSender.Response response, int records) {
    return json
        ? PartialSuccess.decodeJson(response.body(), records)
        : PartialSuccess.decode(response.body(), records);
  }

  /** The specification's list. */
  @Override
  protected boolean retryable(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
}
