package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles of what exponential buckets counted since the start, each at most half a bucket off: 5
 * % with eight buckets for each power of two. Not thread safe.
 */
final class Quantiles {
  private static final double[] AT = {0.5, 0.9, 0.99};

  /** Schema 8 over all numbers would be more; such a sum has no quantiles. */
  private static final int MAX_BUCKETS = 4096;

  private boolean readable = true;
  private int schema;
  private long zeros;
  private int from;
  private long[] counts = {};

  /**
   * @param buckets null makes quantiles of the whole sum impossible, as other schemas do
   */
  void add(ExponentialHistogramPointData buckets) {
    if (buckets == null
        || !buckets.getNegativeBuckets().getBucketCounts().isEmpty()
        || counts.length > 0 && buckets.getScale() != schema) {
      readable = false;
      return;
    }
    schema = buckets.getScale();
    zeros += buckets.getZeroCount();
    List<Long> added = buckets.getPositiveBuckets().getBucketCounts();
    int offset = buckets.getPositiveBuckets().getOffset();
    if (added.isEmpty() || !include(offset, offset + added.size())) {
      return;
    }
    for (int i = 0; i < added.size(); i++) {
      counts[offset - from + i] += added.get(i);
    }
  }

  private boolean include(int begin, int end) {
    int newFrom = counts.length == 0 ? begin : Math.min(from, begin);
    int newEnd = counts.length == 0 ? end : Math.max(from + counts.length, end);
    if (newEnd - newFrom > MAX_BUCKETS) {
      readable = false;
    } else if (newEnd - newFrom > counts.length) {
      long[] wider = new long[newEnd - newFrom];
      System.arraycopy(counts, 0, wider, counts.length == 0 ? 0 : from - newFrom, counts.length);
      counts = wider;
      from = newFrom;
    }
    return readable;
  }

  /** Gives the quantiles to {@code distribution}, if there are any. */
  void giveTo(Distribution distribution) {
    long total = zeros;
    for (long count : counts) {
      total += count;
    }
    if (!readable || total == 0) {
      return;
    }
    double[] values = new double[AT.length];
    for (int i = 0; i < AT.length; i++) {
      values[i] = value((long) Math.ceil(AT[i] * total));
    }
    distribution.quantiles = Arrays.copyOf(AT, AT.length);
    distribution.quantileValues = values;
  }

  /** The observation of a rank, 1 for the lowest. */
  private double value(long rank) {
    long seen = zeros;
    int i = 0;
    while (seen < rank) {
      seen += counts[i++];
    }
    // The middle of a bucket, as its bounds grow: by factors.
    return i == 0 ? 0 : Math.pow(2, (from + i - 0.5) / Math.pow(2, schema));
  }
}
