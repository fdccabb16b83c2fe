package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSummaryPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableValueAtQuantile;
import java.util.ArrayList;
import java.util.List;

/** What one series of the application's showed last. Immutable. */
final class MeterPoint {
  /** The reading that it is of. */
  final int generation;

  /** The identity hash of the meter that it is of. */
  final int meter;

  /** Of a distribution the sum. */
  final double value;

  private final long count;

  /** Upper bounds or quantiles. */
  private final double[] parts;

  /** Of quantiles. */
  private final double[] values;

  /** Of buckets. */
  private final long[] counts;

  MeterPoint(
      int generation,
      int meter,
      double value,
      long count,
      double[] parts,
      double[] values,
      long[] counts) {
    this.generation = generation;
    this.meter = meter;
    this.value = value;
    this.count = count;
    this.parts = parts;
    this.values = values;
    this.counts = counts;
  }

  SummaryPointData summary(Attributes labels, MetricBatch batch) {
    List<ValueAtQuantile> quantiles = new ArrayList<ValueAtQuantile>(parts.length);
    for (int i = 0; i < parts.length; i++) {
      quantiles.add(ImmutableValueAtQuantile.create(parts[i], values[i]));
    }
    return ImmutableSummaryPointData.create(
        batch.startEpochNanos, batch.epochNanos, labels, count, value, quantiles);
  }

  HistogramPointData histogram(Attributes labels, MetricBatch batch) {
    List<Double> bounds = new ArrayList<Double>(parts.length);
    for (double bound : parts) {
      bounds.add(bound);
    }
    List<Long> buckets = new ArrayList<Long>(counts.length);
    for (long bucket : counts) {
      buckets.add(bucket);
    }
    return ImmutableHistogramPointData.create(
        batch.startEpochNanos,
        batch.epochNanos,
        labels,
        value,
        false,
        0,
        false,
        0,
        bounds,
        buckets);
  }
}
