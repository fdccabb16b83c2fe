package io.sonde.exporter.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns cumulative monotonic sums and histograms into what was added since the last snapshot that
 * {@link #settle} confirmed. Everything else passes as it is; a series to which nothing was added
 * is left out. Holds one point of each series of the last collection. Not thread safe.
 */
final class DeltaTemporality {
  private static final AggregationTemporality DELTA = AggregationTemporality.DELTA;

  private Map<Series, PointData> settled = new HashMap<Series, PointData>();
  private Map<Series, PointData> pending = settled;

  /** The deltas of the last {@link #convert} have arrived, or never will. */
  void settle() {
    settled = pending;
  }

  List<MetricData> convert(List<MetricData> metrics) {
    pending = new HashMap<Series, PointData>();
    List<MetricData> deltas = new ArrayList<MetricData>(metrics.size());
    for (MetricData metric : metrics) {
      if (!isCumulativeIncrease(metric)) {
        deltas.add(metric);
        continue;
      }
      List<PointData> points = new ArrayList<PointData>();
      for (PointData point : metric.getData().getPoints()) {
        Series series = new Series(metric, point.getAttributes());
        pending.put(series, point);
        PointData delta = PointDelta.between(settled.get(series), point);
        if (delta != null) {
          points.add(delta);
        }
      }
      if (!points.isEmpty()) {
        deltas.add(withPoints(metric, points));
      }
    }
    return deltas;
  }

  private static boolean isCumulativeIncrease(MetricData metric) {
    AggregationTemporality cumulative = AggregationTemporality.CUMULATIVE;
    switch (metric.getType()) {
      case LONG_SUM:
        SumData<LongPointData> longs = metric.getLongSumData();
        return longs.isMonotonic() && longs.getAggregationTemporality() == cumulative;
      case DOUBLE_SUM:
        SumData<DoublePointData> doubles = metric.getDoubleSumData();
        return doubles.isMonotonic() && doubles.getAggregationTemporality() == cumulative;
      case HISTOGRAM:
        return metric.getHistogramData().getAggregationTemporality() == cumulative;
      case EXPONENTIAL_HISTOGRAM:
        return metric.getExponentialHistogramData().getAggregationTemporality() == cumulative;
      default:
        return false;
    }
  }

  /** The points are of the metric's own type: each is the difference of two of them. */
  @SuppressWarnings("unchecked")
  private static MetricData withPoints(MetricData metric, List<?> points) {
    Resource resource = metric.getResource();
    InstrumentationScopeInfo scope = metric.getInstrumentationScopeInfo();
    String name = metric.getName();
    String description = metric.getDescription();
    String unit = metric.getUnit();
    switch (metric.getType()) {
      case LONG_SUM:
        return ImmutableMetricData.createLongSum(
            resource,
            scope,
            name,
            description,
            unit,
            SumData.createLongSumData(true, DELTA, (List<LongPointData>) points));
      case DOUBLE_SUM:
        return ImmutableMetricData.createDoubleSum(
            resource,
            scope,
            name,
            description,
            unit,
            SumData.createDoubleSumData(true, DELTA, (List<DoublePointData>) points));
      case HISTOGRAM:
        return ImmutableMetricData.createDoubleHistogram(
            resource,
            scope,
            name,
            description,
            unit,
            HistogramData.create(DELTA, (List<HistogramPointData>) points));
      default:
        return ImmutableMetricData.createExponentialHistogram(
            resource,
            scope,
            name,
            description,
            unit,
            ExponentialHistogramData.create(DELTA, (List<ExponentialHistogramPointData>) points));
    }
  }

  private static final class Series {
    private final String metric;
    private final InstrumentationScopeInfo scope;
    private final Attributes attributes;

    Series(MetricData metric, Attributes attributes) {
      this.metric = metric.getName();
      this.scope = metric.getInstrumentationScopeInfo();
      this.attributes = attributes;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Series)) {
        return false;
      }
      Series series = (Series) other;
      return metric.equals(series.metric)
          && attributes.equals(series.attributes)
          && scope.equals(series.scope);
    }

    @Override
    public int hashCode() {
      return 31 * metric.hashCode() + attributes.hashCode();
    }
  }
}
