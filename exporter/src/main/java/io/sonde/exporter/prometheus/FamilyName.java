package io.sonde.exporter.prometheus;

/** What the family of a metric is called. Immutable. */
final class FamilyName {
  final String name;

  /** With the metric's own characters. */
  final String original;

  /** The last word of the name, or empty. */
  final String unit;

  private final String ucum;
  private final boolean counter;

  FamilyName(String metric, String ucum, boolean counter) {
    this.ucum = ucum;
    this.counter = counter;
    unit = Names.unit(ucum);
    name = Names.family(metric, unit, counter);
    original = Names.original(metric, unit, counter);
  }

  boolean isOf(String otherUcum, boolean ofCounter) {
    return ucum.equals(otherUcum) && counter == ofCounter;
  }
}
