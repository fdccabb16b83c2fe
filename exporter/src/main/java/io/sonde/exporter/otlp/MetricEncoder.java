package io.sonde.exporter.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.sonde.exporter.ProtoWriter;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * {@code ExportMetricsServiceRequest}, of the kinds of metrics that a {@link
 * io.sonde.exporter.MetricSource} makes; exemplars of histograms only.
 */
final class MetricEncoder extends OneScopeEncoder<MetricData> {
  private static final int NAME = 1;
  private static final int DESCRIPTION = 2;
  private static final int UNIT = 3;
  private static final int GAUGE = 5;
  private static final int SUM = 7;
  private static final int HISTOGRAM = 9;
  private static final int EXPONENTIAL_HISTOGRAM = 10;
  private static final int SUMMARY = 11;

  private static final int POINT = 1;
  private static final int TEMPORALITY = 2;
  private static final int MONOTONIC = 3;
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  /** Of all kinds of points. */
  private static final int START = 2;

  private static final int TIME = 3;

  private static final int NUMBER_DOUBLE = 4;
  private static final int NUMBER_LONG = 6;
  private static final int NUMBER_ATTRIBUTE = 7;

  /** Of both kinds of histograms, and of summaries. */
  private static final int COUNT = 4;

  private static final int TOTAL = 5;

  private static final int EXPLICIT_COUNTS = 6;
  private static final int EXPLICIT_BOUNDS = 7;
  private static final int EXPLICIT_EXEMPLAR = 8;
  private static final int EXPLICIT_ATTRIBUTE = 9;
  private static final int EXPLICIT_MIN = 11;
  private static final int EXPLICIT_MAX = 12;

  private static final int EXPONENTIAL_ATTRIBUTE = 1;
  private static final int EXPONENTIAL_SCALE = 6;
  private static final int EXPONENTIAL_ZEROS = 7;
  private static final int EXPONENTIAL_POSITIVE = 8;
  private static final int EXPONENTIAL_NEGATIVE = 9;
  private static final int EXPONENTIAL_EXEMPLAR = 11;
  private static final int EXPONENTIAL_MIN = 12;
  private static final int EXPONENTIAL_MAX = 13;
  private static final int BUCKETS_OFFSET = 1;
  private static final int BUCKETS_COUNTS = 2;

  private static final int SUMMARY_QUANTILE = 6;
  private static final int SUMMARY_ATTRIBUTE = 7;
  private static final int QUANTILE = 1;
  private static final int QUANTILE_VALUE = 2;

  private static final int EXEMPLAR_TIME = 2;
  private static final int EXEMPLAR_DOUBLE = 3;
  private static final int EXEMPLAR_SPAN_ID = 4;
  private static final int EXEMPLAR_TRACE_ID = 5;

  private final AttributeWriter writer = new AttributeWriter();

  MetricEncoder(Map<String, Object> resource, String scopeName, String scopeVersion) {
    super(resource, scopeName, scopeVersion);
  }

  @Override
  void fields(MetricData metric, ProtoWriter out) {
    out.string(NAME, metric.getName());
    out.string(DESCRIPTION, metric.getDescription());
    out.string(UNIT, metric.getUnit());
    switch (metric.getType()) {
      case LONG_GAUGE:
        numbers(out, GAUGE, metric.getLongGaugeData().getPoints(), null);
        break;
      case DOUBLE_GAUGE:
        numbers(out, GAUGE, metric.getDoubleGaugeData().getPoints(), null);
        break;
      case LONG_SUM:
        numbers(out, SUM, metric.getLongSumData().getPoints(), metric.getLongSumData());
        break;
      case DOUBLE_SUM:
        numbers(out, SUM, metric.getDoubleSumData().getPoints(), metric.getDoubleSumData());
        break;
      case HISTOGRAM:
        int explicit = out.begin(HISTOGRAM, 2);
        for (HistogramPointData point : metric.getHistogramData().getPoints()) {
          explicitPoint(out, point);
        }
        temporality(out, metric.getHistogramData().getAggregationTemporality());
        out.end(explicit, 2);
        break;
      case EXPONENTIAL_HISTOGRAM:
        int exponential = out.begin(EXPONENTIAL_HISTOGRAM, 2);
        for (ExponentialHistogramPointData point :
            metric.getExponentialHistogramData().getPoints()) {
          exponentialPoint(out, point);
        }
        temporality(out, metric.getExponentialHistogramData().getAggregationTemporality());
        out.end(exponential, 2);
        break;
      case SUMMARY:
        int summary = out.begin(SUMMARY, 2);
        for (SummaryPointData point : metric.getSummaryData().getPoints()) {
          summaryPoint(out, point);
        }
        out.end(summary, 2);
        break;
      default:
        throw new IllegalArgumentException(metric.getType().name());
    }
  }

  /** A gauge or a sum; {@code sum} is null for a gauge. */
  private void numbers(
      ProtoWriter out, int field, Iterable<? extends PointData> points, SumData<?> sum) {
    int start = out.begin(field, 2);
    for (PointData point : points) {
      int number = out.begin(POINT);
      times(out, point);
      if (point instanceof LongPointData) {
        out.fixed64(NUMBER_LONG, ((LongPointData) point).getValue());
      } else {
        out.doubleValue(NUMBER_DOUBLE, ((DoublePointData) point).getValue());
      }
      attributes(out, NUMBER_ATTRIBUTE, point.getAttributes());
      out.end(number);
    }
    if (sum != null) {
      temporality(out, sum.getAggregationTemporality());
      out.varint(MONOTONIC, sum.isMonotonic() ? 1 : 0);
    }
    out.end(start, 2);
  }

  private static void temporality(ProtoWriter out, AggregationTemporality temporality) {
    out.varint(TEMPORALITY, temporality == AggregationTemporality.DELTA ? DELTA : CUMULATIVE);
  }

  private static void times(ProtoWriter out, PointData point) {
    out.fixed64(START, point.getStartEpochNanos());
    out.fixed64(TIME, point.getEpochNanos());
  }

  private void explicitPoint(ProtoWriter out, HistogramPointData point) {
    int start = out.begin(POINT, 2);
    times(out, point);
    out.fixed64(COUNT, point.getCount());
    out.doubleValue(TOTAL, point.getSum());
    int counts = out.begin(EXPLICIT_COUNTS);
    List<Long> buckets = point.getCounts();
    for (int i = 0; i < buckets.size(); i++) {
      out.rawFixed64(buckets.get(i));
    }
    out.end(counts);
    int bounds = out.begin(EXPLICIT_BOUNDS);
    List<Double> boundaries = point.getBoundaries();
    for (int i = 0; i < boundaries.size(); i++) {
      out.rawFixed64(Double.doubleToRawLongBits(boundaries.get(i)));
    }
    out.end(bounds);
    exemplars(out, EXPLICIT_EXEMPLAR, point.getExemplars());
    attributes(out, EXPLICIT_ATTRIBUTE, point.getAttributes());
    if (point.hasMin()) {
      out.doubleValue(EXPLICIT_MIN, point.getMin());
    }
    if (point.hasMax()) {
      out.doubleValue(EXPLICIT_MAX, point.getMax());
    }
    out.end(start, 2);
  }

  private void exponentialPoint(ProtoWriter out, ExponentialHistogramPointData point) {
    int start = out.begin(POINT, 2);
    times(out, point);
    out.fixed64(COUNT, point.getCount());
    out.doubleValue(TOTAL, point.getSum());
    out.zigzag(EXPONENTIAL_SCALE, point.getScale());
    out.fixed64(EXPONENTIAL_ZEROS, point.getZeroCount());
    buckets(out, EXPONENTIAL_POSITIVE, point.getPositiveBuckets());
    buckets(out, EXPONENTIAL_NEGATIVE, point.getNegativeBuckets());
    exemplars(out, EXPONENTIAL_EXEMPLAR, point.getExemplars());
    attributes(out, EXPONENTIAL_ATTRIBUTE, point.getAttributes());
    if (point.hasMin()) {
      out.doubleValue(EXPONENTIAL_MIN, point.getMin());
    }
    if (point.hasMax()) {
      out.doubleValue(EXPONENTIAL_MAX, point.getMax());
    }
    out.end(start, 2);
  }

  private void summaryPoint(ProtoWriter out, SummaryPointData point) {
    int start = out.begin(POINT);
    times(out, point);
    out.fixed64(COUNT, point.getCount());
    out.doubleValue(TOTAL, point.getSum());
    for (ValueAtQuantile value : point.getValues()) {
      int quantile = out.begin(SUMMARY_QUANTILE);
      out.doubleValue(QUANTILE, value.getQuantile());
      out.doubleValue(QUANTILE_VALUE, value.getValue());
      out.end(quantile);
    }
    attributes(out, SUMMARY_ATTRIBUTE, point.getAttributes());
    out.end(start);
  }

  private static void buckets(ProtoWriter out, int field, ExponentialHistogramBuckets buckets) {
    int start = out.begin(field);
    out.zigzag(BUCKETS_OFFSET, buckets.getOffset());
    int counts = out.begin(BUCKETS_COUNTS);
    List<Long> bucketCounts = buckets.getBucketCounts();
    for (int i = 0; i < bucketCounts.size(); i++) {
      out.rawVarint(bucketCounts.get(i));
    }
    out.end(counts);
    out.end(start);
  }

  private static void exemplars(ProtoWriter out, int field, List<DoubleExemplarData> exemplars) {
    for (int i = 0; i < exemplars.size(); i++) {
      DoubleExemplarData exemplar = exemplars.get(i);
      int start = out.begin(field);
      out.fixed64(EXEMPLAR_TIME, exemplar.getEpochNanos());
      out.doubleValue(EXEMPLAR_DOUBLE, exemplar.getValue());
      out.bytes(EXEMPLAR_SPAN_ID, exemplar.getSpanContext().getSpanIdBytes());
      out.bytes(EXEMPLAR_TRACE_ID, exemplar.getSpanContext().getTraceIdBytes());
      out.end(start);
    }
  }

  private void attributes(ProtoWriter out, int field, Attributes attributes) {
    writer.out = out;
    writer.field = field;
    attributes.forEach(writer);
  }

  /** One for all points: {@code forEach} is the only way to read attributes without an iterator. */
  private static final class AttributeWriter implements BiConsumer<AttributeKey<?>, Object> {
    private ProtoWriter out;
    private int field;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      OtlpAttribute.write(out, field, key.getKey(), value);
    }
  }
}
