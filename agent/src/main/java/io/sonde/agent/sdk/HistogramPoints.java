package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableExponentialHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.sonde.bootstrap.Ids;
import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.exporter.RecentMaxPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One histogram of ours as two of the SDK's: explicit and exponential, of the same snapshots. */
final class HistogramPoints {
  private HistogramPoints() {}

  static void add(Histogram histogram, MetricBatch batch) {
    List<HistogramPointData> explicit = new ArrayList<HistogramPointData>();
    List<ExponentialHistogramPointData> exponential =
        new ArrayList<ExponentialHistogramPointData>();
    List<Double> bounds = boxed(histogram.bounds());
    String[] keys = histogram.labels();
    for (Histogram.Series series : histogram.all()) {
      Histogram.Snapshot snapshot = series.snapshot();
      if (snapshot.count > 0) {
        Attributes labels = SdkAttributes.labels(keys, snapshot.values, snapshot.overflowStatus);
        List<DoubleExemplarData> exemplars = exemplars(snapshot);
        explicit.add(
            new RecentMaxPoint(
                ImmutableHistogramPointData.create(
                    batch.startEpochNanos,
                    batch.epochNanos,
                    labels,
                    snapshot.sum,
                    true,
                    snapshot.min,
                    true,
                    snapshot.max,
                    bounds,
                    boxed(snapshot.buckets),
                    exemplars),
                snapshot.recentMax));
        exponential.add(
            ImmutableExponentialHistogramPointData.create(
                Histogram.SCALE,
                snapshot.sum,
                snapshot.zeroCount,
                true,
                snapshot.min,
                true,
                snapshot.max,
                ExponentialHistogramBuckets.create(
                    Histogram.SCALE, snapshot.exponentialOffset, boxed(snapshot.exponentialCounts)),
                ExponentialHistogramBuckets.create(
                    Histogram.SCALE, 0, Collections.<Long>emptyList()),
                batch.startEpochNanos,
                batch.epochNanos,
                labels,
                exemplars));
      }
    }
    if (explicit.isEmpty()) {
      return;
    }
    batch.metrics.add(
        ImmutableMetricData.createDoubleHistogram(
            batch.resource,
            batch.scope,
            histogram.name(),
            histogram.description(),
            histogram.unit(),
            ImmutableHistogramData.create(AggregationTemporality.CUMULATIVE, explicit)));
    batch.metrics.add(
        ImmutableMetricData.createExponentialHistogram(
            batch.resource,
            batch.scope,
            histogram.name(),
            histogram.description(),
            histogram.unit(),
            ImmutableExponentialHistogramData.create(
                AggregationTemporality.CUMULATIVE, exponential)));
  }

  private static List<DoubleExemplarData> exemplars(Histogram.Snapshot snapshot) {
    List<DoubleExemplarData> exemplars = new ArrayList<DoubleExemplarData>();
    for (Histogram.Exemplar exemplar : snapshot.exemplars) {
      if (exemplar != null) {
        SpanContext span =
            SpanContext.create(
                Ids.hex(exemplar.traceIdHigh(), exemplar.traceIdLow()),
                Ids.hex(exemplar.spanId()),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        exemplars.add(
            DoubleExemplarData.create(
                Attributes.empty(), exemplar.epochNanos(), span, exemplar.value()));
      }
    }
    return exemplars;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<Double>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<Long> boxed(long[] values) {
    List<Long> list = new ArrayList<Long>(values.length);
    for (long value : values) {
      list.add(value);
    }
    return list;
  }
}
