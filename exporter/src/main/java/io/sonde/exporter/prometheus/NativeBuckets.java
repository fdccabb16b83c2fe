package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;

/** The exponential buckets of one series, which only the protobuf format carries. Immutable. */
public final class NativeBuckets {
  private static final int MIN_SCHEMA = -4;
  private static final int MAX_SCHEMA = 8;

  public final int schema;
  public final long zeroCount;
  public final ExponentialHistogramBuckets positive;
  public final ExponentialHistogramBuckets negative;

  private NativeBuckets(ExponentialHistogramPointData point) {
    schema = point.getScale();
    zeroCount = point.getZeroCount();
    positive = point.getPositiveBuckets();
    negative = point.getNegativeBuckets();
  }

  /** Null when Prometheus has no such schema. */
  static NativeBuckets of(ExponentialHistogramPointData point) {
    int scale = point.getScale();
    return scale < MIN_SCHEMA || scale > MAX_SCHEMA ? null : new NativeBuckets(point);
  }
}
