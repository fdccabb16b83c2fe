package io.sonde.exporter.lines;

/** The levels that queries name, whatever the framework calls its own ({@code SEVERE}). */
public enum Level {
  TRACE("trace"),
  DEBUG("debug"),
  INFO("info"),
  WARN("warn"),
  ERROR("error"),
  FATAL("fatal"),
  UNKNOWN("unknown");

  private static final Level[] BY_RANGE = {TRACE, DEBUG, INFO, WARN, ERROR, FATAL};

  private final String lower;

  Level(String lower) {
    this.lower = lower;
  }

  public String lower() {
    return lower;
  }

  /** Four of OpenTelemetry's severity numbers make a level, from 1 on. */
  public static Level of(int number) {
    return number < 1 || number > 24 ? UNKNOWN : BY_RANGE[(number - 1) / 4];
  }
}
