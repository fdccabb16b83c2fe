package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSummaryData;
import io.sonde.bootstrap.metrics.MeterSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One metric of the application's. Guarded by its {@link MeterTable}. */
final class MeterFamily {
  final MeterSink.Type type;
  final String name;
  private final String unit;
  private final String help;

  /** Whether it is of a collector, not of a registry. */
  final boolean collectors;

  final Map<Attributes, MeterPoint> points = new LinkedHashMap<Attributes, MeterPoint>(4);

  /** The last reading that had it. */
  int generation;

  MeterFamily(MeterSink.Type type, String name, String unit, String help, boolean collectors) {
    this.type = type;
    this.name = name;
    this.unit = unit;
    this.help = help;
    this.collectors = collectors;
  }

  void addTo(MetricBatch batch) {
    switch (type) {
      case COUNTER:
        batch.doubles(MetricBatch.Kind.COUNTER, name, help, unit, numbers(batch));
        break;
      case GAUGE:
        batch.doubles(MetricBatch.Kind.GAUGE, name, help, unit, numbers(batch));
        break;
      case SUMMARY:
        List<SummaryPointData> summaries = new ArrayList<SummaryPointData>(points.size());
        for (Map.Entry<Attributes, MeterPoint> point : points.entrySet()) {
          summaries.add(point.getValue().summary(point.getKey(), batch));
        }
        batch.metrics.add(
            ImmutableMetricData.createDoubleSummary(
                batch.resource,
                batch.scope,
                name,
                help,
                unit,
                ImmutableSummaryData.create(summaries)));
        break;
      default:
        List<HistogramPointData> histograms = new ArrayList<HistogramPointData>(points.size());
        for (Map.Entry<Attributes, MeterPoint> point : points.entrySet()) {
          histograms.add(point.getValue().histogram(point.getKey(), batch));
        }
        batch.metrics.add(
            ImmutableMetricData.createDoubleHistogram(
                batch.resource,
                batch.scope,
                name,
                help,
                unit,
                ImmutableHistogramData.create(AggregationTemporality.CUMULATIVE, histograms)));
    }
  }

  private List<DoublePointData> numbers(MetricBatch batch) {
    List<DoublePointData> numbers = new ArrayList<DoublePointData>(points.size());
    for (Map.Entry<Attributes, MeterPoint> point : points.entrySet()) {
      numbers.add(batch.point(point.getValue().value, point.getKey()));
    }
    return numbers;
  }
}
