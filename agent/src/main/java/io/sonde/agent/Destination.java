package io.sonde.agent;

import io.sonde.exporter.BatchExporter;

/**
 * Where one signal goes.
 *
 * @param <T> what its exporter takes
 */
final class Destination<T> {
  final BatchExporter<T> exporter;

  /** Host and port, for people. */
  final String description;

  Destination(BatchExporter<T> exporter, String description) {
    this.exporter = exporter;
    this.description = description;
  }
}
