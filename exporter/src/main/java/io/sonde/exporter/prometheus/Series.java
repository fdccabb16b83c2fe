package io.sonde.exporter.prometheus;

/** One label set of a family: a number or a distribution. Immutable. */
public final class Series {
  public final Labels labels;

  /** Of a counter, a gauge or an info; the count of a distribution. */
  public final double value;

  /** Of a histogram or a summary, else null. */
  public final Distribution distribution;

  /** Of a counter; null when there is none. */
  final Exemplar exemplar;

  Series(Labels labels, double value) {
    this(labels, value, null);
  }

  Series(Labels labels, double value, Exemplar exemplar) {
    this.labels = labels;
    this.value = value;
    this.exemplar = exemplar;
    distribution = null;
  }

  Series(Labels labels, Distribution distribution) {
    this.labels = labels;
    value = distribution.count;
    this.distribution = distribution;
    exemplar = null;
  }
}
