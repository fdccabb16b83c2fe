package io.sonde.bootstrap.metrics;

/**
 * Takes what a meter shows. A family is followed by its series, each of which is its labels and
 * then one value. Not thread safe.
 */
public interface MeterSink {
  /** What a family measures. */
  enum Type {
    /** Only ever grows; {@link #number}. */
    COUNTER,
    /** {@link #number}. */
    GAUGE,
    /** {@link #summary}. */
    SUMMARY,
    /** {@link #histogram}. */
    HISTOGRAM
  }

  /**
   * Begins a family.
   *
   * @param unit may be null, as may {@code help}
   */
  void family(Type type, String name, String unit, String help);

  /** A label of the series to come. */
  void label(String name, String value);

  void number(double value);

  /**
   * @param quantiles from 0 to 1, with {@code values} of the same length
   */
  void summary(long count, double sum, double[] quantiles, double[] values);

  /**
   * @param bounds upper and inclusive, ascending, without infinity
   * @param counts of each bucket alone, one more than bounds
   */
  void histogram(double sum, double[] bounds, long[] counts);
}
