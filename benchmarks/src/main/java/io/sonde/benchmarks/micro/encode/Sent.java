package io.sonde.benchmarks.micro.encode;

import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.SpoolableExporter;
import java.util.List;

/** What an exporter sends through a {@link NullReceiver}, or would send. */
final class Sent {
  private Sent() {}

  /** The bytes of {@code batch}, all of which must have been accepted. */
  static <T> long by(BatchExporter<T> exporter, List<T> batch) throws Exception {
    ExportResult result = exporter.export(batch);
    if (result.reason() != null) {
      throw new IllegalStateException(result.reason());
    }
    return NullReceiver.takeBytes();
  }

  /** The bytes that the exporter makes of {@code batch}, which are not sent. */
  @SuppressWarnings("unchecked") // It takes what it exports.
  static <T> long encoded(BatchExporter<T> exporter, List<T> batch) throws Exception {
    SpoolableExporter.Request request =
        ((SpoolableExporter<T>) exporter).encode(batch, 0, batch.size());
    if (request.records() != batch.size()) {
      throw new IllegalStateException(request.records() + " records");
    }
    return request.length();
  }
}
