package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two cumulative points of one series. Minimum and maximum have none and are left
 * out.
 */
final class PointDelta {
  private PointDelta() {}

  /**
   * @param before null for a new series
   * @return null if nothing was added; {@code now} itself if the series began anew
   */
  static PointData between(PointData before, PointData now) {
    if (before == null || before.getClass() != now.getClass()) {
      return now;
    }
    if (now instanceof LongPointData) {
      return between((LongPointData) before, (LongPointData) now);
    }
    if (now instanceof DoublePointData) {
      return between((DoublePointData) before, (DoublePointData) now);
    }
    if (now instanceof HistogramPointData) {
      return between((HistogramPointData) before, (HistogramPointData) now);
    }
    return between((ExponentialHistogramPointData) before, (ExponentialHistogramPointData) now);
  }

  private static PointData between(LongPointData before, LongPointData now) {
    long added = now.getValue() - before.getValue();
    if (added == 0 || added < 0) {
      return added == 0 ? null : now;
    }
    return ImmutableLongPointData.create(
        begin(before, now), now.getEpochNanos(), now.getAttributes(), added, now.getExemplars());
  }

  private static PointData between(DoublePointData before, DoublePointData now) {
    double added = now.getValue() - before.getValue();
    if (added == 0 || added < 0) {
      return added == 0 ? null : now;
    }
    return ImmutableDoublePointData.create(
        begin(before, now), now.getEpochNanos(), now.getAttributes(), added, now.getExemplars());
  }

  private static PointData between(HistogramPointData before, HistogramPointData now) {
    if (now.getCount() == before.getCount()) {
      return null;
    }
    List<Long> counts = subtract(before.getCounts(), 0, now.getCounts(), 0);
    if (counts == null || !now.getBoundaries().equals(before.getBoundaries())) {
      return now;
    }
    return ImmutableHistogramPointData.create(
        begin(before, now),
        now.getEpochNanos(),
        now.getAttributes(),
        now.getSum() - before.getSum(),
        false,
        0,
        false,
        0,
        now.getBoundaries(),
        counts,
        now.getExemplars());
  }

  private static PointData between(
      ExponentialHistogramPointData before, ExponentialHistogramPointData now) {
    if (now.getCount() == before.getCount()) {
      return null;
    }
    int shift = before.getScale() - now.getScale();
    ExponentialHistogramBuckets positive =
        subtract(before.getPositiveBuckets(), now.getPositiveBuckets(), shift);
    ExponentialHistogramBuckets negative =
        subtract(before.getNegativeBuckets(), now.getNegativeBuckets(), shift);
    long zeros = now.getZeroCount() - before.getZeroCount();
    if (positive == null || negative == null || zeros < 0 || now.getCount() < before.getCount()) {
      return now;
    }
    return ExponentialHistogramPointData.create(
        now.getScale(),
        now.getSum() - before.getSum(),
        zeros,
        false,
        0,
        false,
        0,
        positive,
        negative,
        begin(before, now),
        now.getEpochNanos(),
        now.getAttributes(),
        now.getExemplars());
  }

  /** The clock may have been set back since. */
  private static long begin(PointData before, PointData now) {
    return Math.min(before.getEpochNanos(), now.getEpochNanos());
  }

  /** A histogram's scale only ever falls; the earlier buckets are merged to the later scale. */
  private static ExponentialHistogramBuckets subtract(
      ExponentialHistogramBuckets before, ExponentialHistogramBuckets now, int shift) {
    if (shift < 0) {
      return null;
    }
    int offset = before.getOffset() >> shift;
    List<Long> merged = new ArrayList<Long>();
    List<Long> counts = before.getBucketCounts();
    for (int i = 0; i < counts.size(); i++) {
      int index = ((before.getOffset() + i) >> shift) - offset;
      if (index == merged.size()) {
        merged.add(0L);
      }
      merged.set(index, merged.get(index) + counts.get(i));
    }
    List<Long> added = subtract(merged, offset, now.getBucketCounts(), now.getOffset());
    return added == null
        ? null
        : ExponentialHistogramBuckets.create(now.getScale(), now.getOffset(), added);
  }

  /** Null if a bucket lost observations. */
  private static List<Long> subtract(
      List<Long> before, int beforeOffset, List<Long> now, int nowOffset) {
    List<Long> added = new ArrayList<Long>(now);
    for (int i = 0; i < before.size(); i++) {
      long count = before.get(i);
      int at = i + beforeOffset - nowOffset;
      if (count > 0) {
        if (at < 0 || at >= added.size() || added.get(at) < count) {
          return null;
        }
        added.set(at, added.get(at) - count);
      }
    }
    return added;
  }
}
