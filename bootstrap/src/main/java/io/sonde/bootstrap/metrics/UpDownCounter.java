package io.sonde.bootstrap.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A sum by labels that may go down, or, when monotonic, only up. Thread safe. */
public final class UpDownCounter extends SeriesTable<UpDownCounter.Series> {
  private final boolean monotonic;
  private final String name;
  private final String description;
  private final String unit;

  UpDownCounter(boolean monotonic, String name, String description, String unit, String... labels) {
    super(labels);
    this.monotonic = monotonic;
    this.name = name;
    this.description = description;
    this.unit = unit;
  }

  UpDownCounter(String name, String description, String unit, String... labels) {
    this(false, name, description, unit, labels);
  }

  @Override
  Series create(Object[] values) {
    return new Series(values);
  }

  public boolean monotonic() {
    return monotonic;
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public String unit() {
    return unit;
  }

  /** The sum of one label set. */
  public static final class Series extends Labelled {
    private final LongAdder sum = new LongAdder();

    Series(Object[] values) {
      super(values);
    }

    public void add(long value) {
      sum.add(value);
    }

    public long sum() {
      return sum.sum();
    }
  }
}
