package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes of what a {@link io.sonde.exporter.MetricSource} collected what one OTLP receiver wants:
 * one kind of histogram, and cumulative or delta values.
 */
public final class OtlpMetricExporter implements BatchExporter<MetricData> {
  private final BatchExporter<MetricData> next;
  private final MetricDataType unwanted;
  private final MetricDataType preferred;
  private final DeltaTemporality delta;

  /**
   * @param resource the attributes of the process: texts and {@code Long}s
   * @param exponential for {@code default_histogram_aggregation} = {@code
   *     base2_exponential_bucket_histogram}; otherwise explicit buckets
   * @param delta for a temporality preference of {@code delta} or {@code lowmemory}
   */
  public OtlpMetricExporter(
      OtlpSettings settings,
      Map<String, Object> resource,
      String scope,
      String scopeVersion,
      boolean exponential,
      boolean delta) {
    this(OtlpExporter.metrics(settings, resource, scope, scopeVersion), exponential, delta);
  }

  OtlpMetricExporter(BatchExporter<MetricData> next, boolean exponential, boolean delta) {
    this.next = next;
    this.preferred = exponential ? MetricDataType.EXPONENTIAL_HISTOGRAM : MetricDataType.HISTOGRAM;
    this.unwanted = exponential ? MetricDataType.HISTOGRAM : MetricDataType.EXPONENTIAL_HISTOGRAM;
    this.delta = delta ? new DeltaTemporality() : null;
  }

  /** What a retry sends again as deltas is counted from the last snapshot that was settled. */
  @Override
  public ExportResult export(List<MetricData> batch) throws Exception {
    List<MetricData> metrics = oneHistogramEach(batch);
    if (delta != null) {
      metrics = delta.convert(metrics);
    }
    ExportResult result = metrics.isEmpty() ? ExportResult.delivered() : next.export(metrics);
    if (delta != null && !result.retryable()) {
      delta.settle();
    }
    return result;
  }

  @Override
  public void close() {
    next.close();
  }

  private List<MetricData> oneHistogramEach(List<MetricData> batch) {
    Set<String> preferredNames = new HashSet<String>();
    for (MetricData metric : batch) {
      if (metric.getType() == preferred) {
        preferredNames.add(metric.getName());
      }
    }
    List<MetricData> metrics = new ArrayList<MetricData>(batch.size());
    for (MetricData metric : batch) {
      if (metric.getType() != unwanted || !preferredNames.contains(metric.getName())) {
        metrics.add(metric);
      }
    }
    return metrics;
  }
}
