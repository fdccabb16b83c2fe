package io.sonde.exporter;

import java.util.List;

/**
 * Sends batches of one signal to one destination. Called by one thread at a time, always one of the
 * agent's own.
 *
 * @param <T> {@code Span}, {@code MetricData} or {@code LogEvent}
 */
public interface BatchExporter<T> {
  /**
   * Sends a batch, blocking for at most the exporter's time-out.
   *
   * @param batch not empty; not to be kept
   * @return what became of it; an exception counts as {@link ExportResult#retry}
   */
  ExportResult export(List<T> batch) throws Exception;

  /** Gives up connections. Nothing is exported afterwards. */
  void close();
}
