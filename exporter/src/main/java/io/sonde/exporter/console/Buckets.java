package io.sonde.exporter.console;

import java.util.Arrays;

/**
 * Counts of durations in exponential buckets, eight for each power of two, from a microsecond to
 * two minutes; and the same in a few bytes.
 */
final class Buckets {
  /** Index of the first in a histogram of seconds: {@code 2^-20}. */
  static final int FIRST = -160;

  static final int COUNT = 217;

  /** A distribution that is wider is kept with half the precision, or a quarter. */
  private static final int MAX_PAIRS = 32;

  private Buckets() {}

  static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /**
   * The duration in nanoseconds that {@code share} of all are below; NaN when there are none.
   *
   * @param share 0 to 1
   */
  static double quantile(long[] counts, double share) {
    long all = sum(counts);
    double rank = share * all;
    double below = 0;
    for (int i = 0; i < COUNT && all > 0; i++) {
      if (counts[i] > 0 && below + counts[i] >= rank) {
        double within = (rank - below) / counts[i];
        double from = Math.pow(2, (FIRST + i) / 8.0);
        double to = Math.pow(2, (FIRST + i + 1) / 8.0);
        return Math.rint((from + (to - from) * within) * 1e9);
      }
      below += counts[i];
    }
    return Double.NaN;
  }

  /** Null when there are none. */
  static byte[] pack(long[] counts) {
    int shift = 0;
    while (pairs(counts, shift) > MAX_PAIRS) {
      shift++;
    }
    byte[] packed = new byte[1 + 11 * MAX_PAIRS];
    int size = 0;
    packed[size++] = (byte) shift;
    for (int i = 0; i < COUNT; i += 1 << shift) {
      long sum = group(counts, i, shift);
      if (sum > 0) {
        packed[size++] = (byte) (i >> shift);
        for (; sum > 0x7F; sum >>>= 7) {
          packed[size++] = (byte) (sum | 0x80);
        }
        packed[size++] = (byte) sum;
      }
    }
    return size == 1 ? null : Arrays.copyOf(packed, size);
  }

  private static int pairs(long[] counts, int shift) {
    int pairs = 0;
    for (int i = 0; i < COUNT; i += 1 << shift) {
      pairs += group(counts, i, shift) > 0 ? 1 : 0;
    }
    return pairs;
  }

  private static long group(long[] counts, int from, int shift) {
    long sum = 0;
    for (int i = from; i < from + (1 << shift) && i < COUNT; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * Adds what was packed to {@code counts}.
   *
   * @param packed may be null
   */
  static void unpack(byte[] packed, long[] counts) {
    if (packed == null) {
      return;
    }
    int shift = packed[0];
    for (int at = 1; at < packed.length; ) {
      int bucket = ((packed[at++] & 0xFF) << shift) + (1 << shift) / 2;
      long count = 0;
      for (int bits = 0; ; bits += 7) {
        byte b = packed[at++];
        count |= (b & 0x7FL) << bits;
        if (b >= 0) {
          break;
        }
      }
      counts[Math.min(bucket, COUNT - 1)] += count;
    }
  }
}
