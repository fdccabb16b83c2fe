package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;

/** The metrics of one collection, under construction. Not thread safe. */
final class MetricBatch {
  /** What may be observed of a metric that is a plain number. */
  enum Kind {
    COUNTER,
    UP_DOWN_COUNTER,
    GAUGE
  }

  final Resource resource;
  final InstrumentationScopeInfo scope;
  final long startEpochNanos;
  final long epochNanos;
  final List<MetricData> metrics = new ArrayList<MetricData>(64);

  MetricBatch(
      Resource resource, InstrumentationScopeInfo scope, long startEpochNanos, long epochNanos) {
    this.resource = resource;
    this.scope = scope;
    this.startEpochNanos = startEpochNanos;
    this.epochNanos = epochNanos;
  }

  /** One point with the given labels. */
  LongPointData point(long value, Attributes labels) {
    return ImmutableLongPointData.create(startEpochNanos, epochNanos, labels, value);
  }

  DoublePointData point(double value, Attributes labels) {
    return ImmutableDoublePointData.create(startEpochNanos, epochNanos, labels, value);
  }

  /** Adds a metric of whole numbers; without points it is left out. */
  void longs(Kind kind, String name, String description, String unit, List<LongPointData> points) {
    if (points.isEmpty()) {
      return;
    }
    metrics.add(
        kind == Kind.GAUGE
            ? ImmutableMetricData.createLongGauge(
                resource, scope, name, description, unit, ImmutableGaugeData.create(points))
            : ImmutableMetricData.createLongSum(
                resource,
                scope,
                name,
                description,
                unit,
                ImmutableSumData.create(
                    kind == Kind.COUNTER, AggregationTemporality.CUMULATIVE, points)));
  }

  /** Adds a metric of fractions; without points it is left out. */
  void doubles(
      Kind kind, String name, String description, String unit, List<DoublePointData> points) {
    if (points.isEmpty()) {
      return;
    }
    metrics.add(
        kind == Kind.GAUGE
            ? ImmutableMetricData.createDoubleGauge(
                resource, scope, name, description, unit, ImmutableGaugeData.create(points))
            : ImmutableMetricData.createDoubleSum(
                resource,
                scope,
                name,
                description,
                unit,
                ImmutableSumData.create(
                    kind == Kind.COUNTER, AggregationTemporality.CUMULATIVE, points)));
  }

  /** Adds one number without labels. */
  void single(Kind kind, String name, String description, String unit, long value) {
    longs(
        kind,
        name,
        description,
        unit,
        java.util.Collections.singletonList(point(value, Attributes.empty())));
  }

  /** Adds one number without labels. */
  void single(Kind kind, String name, String description, String unit, double value) {
    doubles(
        kind,
        name,
        description,
        unit,
        java.util.Collections.singletonList(point(value, Attributes.empty())));
  }
}
