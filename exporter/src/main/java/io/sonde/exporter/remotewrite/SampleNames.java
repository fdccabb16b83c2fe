package io.sonde.exporter.remotewrite;

import io.sonde.exporter.prometheus.Family;

/** What the time series of one family are called, and what is told of them. Immutable. */
final class SampleNames {
  final String family;
  final Family.Type type;
  final String help;
  final String unit;

  /** Of a counter, a gauge or an info; of the quantiles of a summary. */
  final String sample;

  final String bucket;
  final String sum;
  final String count;

  SampleNames(Family from) {
    family = from.name;
    type = from.type;
    help = from.help;
    unit = from.unit;
    sample = from.sampleName();
    boolean histogram = type == Family.Type.HISTOGRAM;
    boolean distribution = histogram || type == Family.Type.SUMMARY;
    bucket = histogram ? family + "_bucket" : null;
    sum = distribution ? family + "_sum" : null;
    count = distribution ? family + "_count" : null;
  }
}
