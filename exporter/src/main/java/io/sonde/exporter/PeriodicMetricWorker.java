package io.sonde.exporter;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;

/**
 * Reads all metrics at an interval and exports them, and once more at the end. What could not be
 * delivered until the next reading is given up: sums are cumulative, so the next one makes up for
 * it. The ledger counts metrics, not points.
 */
public final class PeriodicMetricWorker extends Worker<MetricData> {
  private final MetricSource source;
  private final long intervalNanos;
  private long next = System.nanoTime();

  /**
   * @param intervalMillis between two readings, the first after one interval
   */
  public PeriodicMetricWorker(Ledger ledger, MetricSource source, long intervalMillis) {
    super(ledger);
    this.source = source;
    this.intervalNanos = intervalMillis * MILLI;
  }

  @Override
  void round() {
    next = Math.max(next, System.nanoTime() - intervalNanos) + intervalNanos;
    pauseUntil(next, false);
    if (!closing()) {
      export();
    }
  }

  @Override
  void lastRound() {
    export();
  }

  @Override
  void discard() {}

  private void export() {
    List<MetricData> metrics = source.collect();
    if (!metrics.isEmpty()) {
      ledger.accepted(metrics.size());
      deliver(metrics, next + intervalNanos - System.nanoTime());
    }
  }
}
