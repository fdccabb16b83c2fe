package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.sonde.exporter.ProtoWriter;

/**
 * Delimited {@code io.prometheus.client.MetricFamily} messages (prometheus/client_model,
 * metrics.proto), the only format with native histograms. For one exposition, by one thread.
 */
final class ProtobufWriter {
  private static final int COUNTER = 0;
  private static final int GAUGE = 1;
  private static final int SUMMARY = 2;
  private static final int HISTOGRAM = 4;

  private final ProtoWriter out;
  private final ProtoWriter message;
  private final Spelling spelling;

  /**
   * @param capacity bytes to start with
   */
  ProtobufWriter(int capacity, Spelling spelling) {
    this.spelling = spelling;
    out = new ProtoWriter(capacity);
    message = new ProtoWriter(capacity / 4);
  }

  byte[] write(Iterable<Family> families) {
    for (Family family : families) {
      if (!family.isEmpty()) {
        message.reset();
        write(family);
        out.rawVarint(message.size());
        out.rawBytes(message.buffer(), 0, message.size());
      }
    }
    return out.toByteArray();
  }

  private void write(Family family) {
    message.string(1, spelling.sampleName(family));
    message.string(2, family.help);
    message.varint(3, type(family.type));
    for (int i = 0; i < family.size(); i++) {
      Series series = family.get(i);
      int metric = message.begin(4);
      for (int j = 0; j < series.labels.size(); j++) {
        label(spelling.label(family, series.labels.name(j)), series.labels.value(j));
      }
      value(family.type, series);
      message.end(metric);
    }
    if (!family.unit.isEmpty()) {
      message.string(5, family.unit);
    }
  }

  private static int type(Family.Type type) {
    switch (type) {
      case COUNTER:
        return COUNTER;
      case SUMMARY:
        return SUMMARY;
      case HISTOGRAM:
        return HISTOGRAM;
      default:
        return GAUGE;
    }
  }

  private void label(String name, String value) {
    int label = message.begin(1);
    message.string(1, name);
    message.string(2, value);
    message.end(label);
  }

  private void value(Family.Type type, Series series) {
    switch (type) {
      case SUMMARY:
        summary(series.distribution);
        break;
      case HISTOGRAM:
        histogram(series.distribution);
        break;
      default:
        int value = message.begin(type == Family.Type.COUNTER ? 3 : 2);
        message.doubleValue(1, series.value);
        if (type == Family.Type.COUNTER) {
          exemplar(2, series.exemplar);
        }
        message.end(value);
    }
  }

  private void summary(Distribution distribution) {
    int summary = message.begin(4);
    message.varint(1, distribution.count);
    message.doubleValue(2, distribution.sum);
    for (int i = 0; i < distribution.quantiles.length; i++) {
      int quantile = message.begin(3);
      message.doubleValue(1, distribution.quantiles[i]);
      message.doubleValue(2, distribution.quantileValues[i]);
      message.end(quantile);
    }
    message.end(summary);
  }

  private void histogram(Distribution distribution) {
    int histogram = message.begin(7);
    message.varint(1, distribution.count);
    message.doubleValue(2, distribution.sum);
    long cumulative = 0;
    for (int i = 0; i < distribution.buckets.length; i++) {
      boolean last = i == distribution.bounds.length;
      int bucket = message.begin(3);
      cumulative += distribution.buckets[i];
      message.varint(1, cumulative);
      message.doubleValue(2, last ? Double.POSITIVE_INFINITY : distribution.bounds[i]);
      exemplar(3, distribution.exemplars[i]);
      message.end(bucket);
    }
    if (distribution.nativeBuckets != null) {
      buckets(distribution.nativeBuckets);
      for (Exemplar exemplar : distribution.exemplars) {
        exemplar(16, exemplar);
      }
    }
    message.end(histogram);
  }

  private void exemplar(int field, Exemplar exemplar) {
    if (exemplar == null) {
      return;
    }
    int start = message.begin(field);
    label("trace_id", exemplar.traceId);
    label("span_id", exemplar.spanId);
    message.doubleValue(2, exemplar.value);
    int timestamp = message.begin(3);
    message.varint(1, exemplar.epochNanos / 1_000_000_000);
    message.varint(2, exemplar.epochNanos % 1_000_000_000);
    message.end(timestamp);
    message.end(start);
  }

  private void buckets(ExponentialHistogramPointData buckets) {
    message.zigzag(5, buckets.getScale());
    message.doubleValue(6, 0);
    message.varint(7, buckets.getZeroCount());
    int spans =
        BucketSpans.write(message, 9, 10, buckets.getNegativeBuckets())
            + BucketSpans.write(message, 12, 13, buckets.getPositiveBuckets());
    if (spans == 0) {
      // Without any span Prometheus takes it for a classic histogram.
      BucketSpans.span(message, 12, 0, 0);
    }
  }
}
