package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds a metric that the semantic conventions do not have and dashboards ask for: behind a
 * Collector with the namespace {@code otel} it becomes {@code
 * otel_http_server_request_count_total}.
 */
public final class RequestCount implements BatchExporter<MetricData> {
  private static final String NAME = "http.server.request.count";
  private static final String SOURCE = "http.server.request.duration";

  private final BatchExporter<MetricData> next;

  public RequestCount(BatchExporter<MetricData> next) {
    this.next = next;
  }

  @Override
  public ExportResult export(List<MetricData> batch) throws Exception {
    for (MetricData metric : batch) {
      if (metric.getName().equals(SOURCE) && metric.getType() == MetricDataType.HISTOGRAM) {
        List<MetricData> more = new ArrayList<MetricData>(batch);
        more.add(count(metric));
        return next.export(more);
      }
    }
    return next.export(batch);
  }

  @Override
  public void close() {
    next.close();
  }

  private static MetricData count(MetricData durations) {
    List<LongPointData> points = new ArrayList<LongPointData>();
    for (HistogramPointData point : durations.getHistogramData().getPoints()) {
      points.add(
          ImmutableLongPointData.create(
              point.getStartEpochNanos(),
              point.getEpochNanos(),
              point.getAttributes(),
              point.getCount()));
    }
    return ImmutableMetricData.createLongSum(
        durations.getResource(),
        durations.getInstrumentationScopeInfo(),
        NAME,
        "Requests that were answered.",
        "{request}",
        ImmutableSumData.create(true, AggregationTemporality.CUMULATIVE, points));
  }
}
