package io.sonde.exporter.remotewrite;

import io.sonde.exporter.prometheus.Distribution;
import io.sonde.exporter.prometheus.Family;
import io.sonde.exporter.prometheus.Labels;
import io.sonde.exporter.prometheus.Series;

/** One label set of one family, which is one or more time series. Used again and again. */
final class Row {
  Family family;
  Labels labels;
  double value;

  /** Null of a number, and when {@link #stale}. */
  Distribution distribution;

  double[] bounds;
  double[] quantiles;
  boolean nativeBuckets;

  /** Whether it is not there any more. */
  boolean stale;

  /** Whether it could not be written. */
  boolean failed;

  void live(Family newFamily, Series series) {
    family = newFamily;
    labels = series.labels;
    value = series.value;
    distribution = series.distribution;
    bounds = distribution == null ? null : distribution.bounds;
    quantiles = distribution == null ? null : distribution.quantiles;
    nativeBuckets = distribution != null && distribution.nativeBuckets != null;
    stale = false;
    failed = false;
  }

  /** The end of {@code other}; which may be this one. */
  void stale(Row other) {
    family = other.family;
    labels = other.labels;
    bounds = other.bounds;
    quantiles = other.quantiles;
    nativeBuckets = other.nativeBuckets;
    distribution = null;
    stale = true;
    failed = false;
  }

  void clear() {
    family = null;
    labels = null;
    distribution = null;
    bounds = null;
    quantiles = null;
  }

  /** How many time series of numbers it is. */
  int size() {
    if (family.type == Family.Type.HISTOGRAM) {
      return bounds.length + 3;
    }
    return family.type == Family.Type.SUMMARY ? quantiles.length + 2 : 1;
  }

  /** Bytes of memory that it holds, roughly. */
  int weight() {
    int bytes = 200;
    for (int i = 0; i < labels.size(); i++) {
      bytes += 100 + labels.name(i).length() + labels.value(i).length();
    }
    return bytes;
  }
}
