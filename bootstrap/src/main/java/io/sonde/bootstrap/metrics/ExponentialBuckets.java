package io.sonde.bootstrap.metrics;

import java.util.Arrays;

/**
 * Base-2 exponential buckets of the fixed scale {@link Histogram#SCALE}. Grows to the range it
 * sees, {@value #MAX_BUCKETS} buckets at most: forty powers of two, a nanosecond to eighteen
 * minutes; what lies outside goes to the nearest bucket. Not thread safe.
 */
final class ExponentialBuckets {
  private static final int SUB_BUCKETS = 1 << Histogram.SCALE;
  private static final int MAX_BUCKETS = 40 * SUB_BUCKETS;
  private static final int MIN_INDEX = -30 * SUB_BUCKETS;
  private static final int MAX_INDEX = MIN_INDEX + MAX_BUCKETS - 1;

  /** {@code 2^(i/8)} for i in 0..7. */
  private static final double[] BOUNDS = new double[SUB_BUCKETS];

  static {
    for (int i = 0; i < SUB_BUCKETS; i++) {
      BOUNDS[i] = Math.pow(2, (double) i / SUB_BUCKETS);
    }
  }

  private long[] counts = {};
  private int offset;
  private long zeroCount;

  void add(double value) {
    if (value <= 0) {
      zeroCount++;
      return;
    }
    int index = Math.max(MIN_INDEX, Math.min(MAX_INDEX, index(value)));
    if (index < offset || index >= offset + counts.length) {
      grow(index);
    }
    counts[index - offset]++;
  }

  /** The bucket {@code i} with {@code 2^(i/8) < value <= 2^((i+1)/8)}. */
  static int index(double value) {
    int exponent = Math.getExponent(value);
    double mantissa = value / Math.scalb(1.0, exponent);
    int sub = SUB_BUCKETS - 1;
    while (sub >= 0 && mantissa <= BOUNDS[sub]) {
      sub--;
    }
    return exponent * SUB_BUCKETS + sub;
  }

  private void grow(int index) {
    int first = counts.length == 0 ? index : Math.min(offset, index);
    int last = counts.length == 0 ? index : Math.max(offset + counts.length - 1, index);
    // One power of two to spare at both ends, so that growing is rare.
    first = Math.max(MIN_INDEX, first - SUB_BUCKETS);
    last = Math.min(MAX_INDEX, last + SUB_BUCKETS);
    long[] wider = new long[last - first + 1];
    if (counts.length > 0) {
      System.arraycopy(counts, 0, wider, offset - first, counts.length);
    }
    counts = wider;
    offset = first;
  }

  void addTo(long[] sums, int first) {
    sums[0] += zeroCount;
    for (int i = 0; i < counts.length; i++) {
      sums[Math.max(0, Math.min(sums.length - 1, offset + i - first))] += counts[i];
    }
  }

  long zeroCount() {
    return zeroCount;
  }

  /** Index of the first bucket of {@link #counts}. */
  int offset() {
    return offset + leadingZeros();
  }

  /** Counts without the empty ends. */
  long[] counts() {
    int from = leadingZeros();
    int to = counts.length;
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    return Arrays.copyOfRange(counts, from, to);
  }

  private int leadingZeros() {
    int from = 0;
    while (from < counts.length && counts[from] == 0) {
      from++;
    }
    return from == counts.length ? 0 : from;
  }
}
