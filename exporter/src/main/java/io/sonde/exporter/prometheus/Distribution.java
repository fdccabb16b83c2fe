package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
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

  /** The same observations in exponential buckets; null when there are none, as in any sum. */
  public ExponentialHistogramPointData nativeBuckets;

  public double[] quantiles = NONE;
  public double[] quantileValues = NONE;

  Distribution(long count, double sum) {
    this.count = count;
    this.sum = sum;
    buckets = new long[] {count};
    exemplars = new Exemplar[1];
  }

  /** Begins anew, with all observations in the last bucket; the arrays stay if they fit. */
  void set(long newCount, double newSum, double[] newBounds) {
    count = newCount;
    sum = newSum;
    max = Double.NaN;
    bounds = newBounds;
    int last = newBounds.length;
    if (buckets.length == last + 1) {
      Arrays.fill(buckets, 0, last, 0);
    } else {
      buckets = new long[last + 1];
      exemplars = new Exemplar[last + 1];
    }
    buckets[last] = newCount;
    quantiles = NONE;
    quantileValues = NONE;
    release();
  }

  /** Lets go of what is of one batch of metrics only. */
  void release() {
    Arrays.fill(exemplars, null);
    nativeBuckets = null;
  }

  /** A sum of none, to be added to. */
  static Distribution empty(double[] bounds) {
    Distribution empty = new Distribution(0, 0);
    empty.set(0, 0, bounds);
    return empty;
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
