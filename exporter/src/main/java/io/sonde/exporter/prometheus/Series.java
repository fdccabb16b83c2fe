package io.sonde.exporter.prometheus;

import io.opentelemetry.api.common.Attributes;

/** One label set of a family: a number or a distribution. Not thread safe. */
public final class Series {
  public Labels labels;

  /** Of a counter, a gauge or an info; the count of a distribution. */
  public double value;

  /** Of a histogram or a summary, else null. */
  public Distribution distribution;

  /** Of a counter; null when there is none. */
  Exemplar exemplar;

  /** What the labels were made of; null when it was something else. */
  Attributes attributes;

  /** To be filled. */
  Series() {}

  Series(Labels labels, double value, Exemplar exemplar) {
    this.labels = labels;
    this.value = value;
    this.exemplar = exemplar;
  }

  Series(Labels labels, Distribution distribution) {
    this(labels, distribution.count, null);
    this.distribution = distribution;
  }

  void set(double newValue) {
    value = newValue;
    exemplar = null;
  }

  /** Makes it a distribution without observations in buckets yet; the arrays stay if they fit. */
  Distribution set(long count, double sum, double[] bounds) {
    set(count);
    if (distribution == null) {
      distribution = new Distribution(count, sum);
    }
    distribution.set(count, sum, bounds);
    return distribution;
  }

  /** Lets go of what is of one batch of metrics only. */
  void release() {
    if (distribution != null) {
      distribution.release();
    }
  }
}
