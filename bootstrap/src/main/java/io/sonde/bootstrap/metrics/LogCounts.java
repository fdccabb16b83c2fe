package io.sonde.bootstrap.metrics;

/** The events of logging frameworks by level, whether they are exported or not. Thread safe. */
public final class LogCounts {
  static final UpDownCounter EVENTS =
      new UpDownCounter(
          true,
          "sonde.log.events",
          "Events that the application's loggers let pass.",
          "{event}",
          "level");

  /** A series exists before the first event: {@code increase()} would miss that one. */
  private static final UpDownCounter.Series[] BY_SEVERITY = {
    EVENTS.series("trace"),
    EVENTS.series("debug"),
    EVENTS.series("info"),
    EVENTS.series("warn"),
    EVENTS.series("error")
  };

  private LogCounts() {}

  /**
   * @param severityNumber 1 to 24, of the OpenTelemetry log data model; a fatal event is an error
   */
  public static void add(int severityNumber) {
    BY_SEVERITY[Math.min((severityNumber - 1) / 4, BY_SEVERITY.length - 1)].add(1);
  }
}
