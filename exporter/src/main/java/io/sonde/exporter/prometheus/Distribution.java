package io.sonde.exporter.prometheus;

import java.util.Arrays;

/** What a histogram or a summary says about one label set. Not thread safe. */
public final class Distribution {
  private static final double[] NONE = {};

  public long count;
  public double sum;

  /** The highest observation of late; NaN when it is not known. */
  double max = Double.NaN;

  /** Upper, inclusive bounds, ascending, without infinity. */
  public double[] bounds = NONE;

  /** One more than bounds; not cumulative. */
  public long[] buckets;

  /** By bucket; elements may be null. */
  public Exemplar[] exemplars;

  /** Null when there are none, and always in a sum of series. */
  public NativeBuckets nativeBuckets;

  public double[] quantiles = NONE;
  public double[] quantileValues = NONE;

  Distribution(long count, double sum) {
    this.count = count;
    this.sum = sum;
    buckets = new long[] {count};
    exemplars = new Exemplar[1];
  }

  /** A sum of none, to be added to. */
  static Distribution empty(double[] bounds) {
    Distribution empty = new Distribution(0, 0);
    empty.buckets(bounds, new long[bounds.length + 1]);
    return empty;
  }

  void buckets(double[] newBounds, long[] newBuckets) {
    bounds = newBounds;
    buckets = newBuckets;
    exemplars = new Exemplar[newBuckets.length];
  }

  void exemplar(Exemplar exemplar) {
    if (exemplar != null) {
      int found = Arrays.binarySearch(bounds, exemplar.value);
      int bucket = found < 0 ? -found - 1 : found;
      exemplars[bucket] = Exemplar.later(exemplars[bucket], exemplar);
    }
  }

  /** Adds another series of the same family; one with other bounds cannot be added. */
  void add(Distribution other) {
    if (!Arrays.equals(bounds, other.bounds)) {
      return;
    }
    addTotal(other);
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
      exemplars[i] = Exemplar.later(exemplars[i], other.exemplars[i]);
    }
  }

  /** Adds another's count and sum, which is all that a summary has. */
  void addTotal(Distribution other) {
    count += other.count;
    sum += other.sum;
  }

  /** The latest, null when there is none. */
  Exemplar latestExemplar() {
    Exemplar latest = null;
    for (Exemplar exemplar : exemplars) {
      latest = Exemplar.later(latest, exemplar);
    }
    return latest;
  }
}
