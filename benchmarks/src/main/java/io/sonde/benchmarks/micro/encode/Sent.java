package io.sonde.benchmarks.micro.encode;

import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.util.List;

/** What an exporter sends through a {@link NullReceiver}. */
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
}
