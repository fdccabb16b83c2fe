package io.sonde.exporter.prometheus;

/** What series of one family add up to. Not thread safe. */
final class CompatSum {
  private double value;
  private Exemplar exemplar;
  private Distribution distribution;
  private Quantiles quantiles;

  void add(Series series, Family.Type type, CompatName.Part part) {
    Distribution from = series.distribution;
    switch (part) {
      case VALUE:
        value += series.value;
        exemplar = Exemplar.later(exemplar, from == null ? series.exemplar : from.latestExemplar());
        break;
      case MAX:
        value = from.max > value ? from.max : value;
        break;
      default:
        if (distribution == null) {
          boolean buckets = type == Family.Type.HISTOGRAM;
          distribution = buckets ? Distribution.empty(from.bounds) : new Distribution(0, 0);
        }
        if (type == Family.Type.HISTOGRAM) {
          distribution.add(from);
        } else {
          distribution.addTotal(from);
        }
        if (part == CompatName.Part.QUANTILES) {
          quantiles = quantiles == null ? new Quantiles() : quantiles;
          quantiles.add(from.nativeBuckets);
        }
    }
  }

  Series series(Labels labels, CompatName.Part part) {
    if (distribution != null) {
      if (quantiles != null) {
        quantiles.giveTo(distribution);
      }
      return new Series(labels, distribution);
    }
    boolean counted = part == CompatName.Part.VALUE && exemplar != null;
    return new Series(labels, value, counted ? exemplar.counted() : null);
  }
}
