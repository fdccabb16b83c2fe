package io.sonde.exporter.loki;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.lines.Level;

/** An event with its stream and its time. Used again for the next batch. */
final class LokiEntry implements Comparable<LokiEntry> {
  LogEvent event;

  /** Of all labels the only one that differs from event to event. */
  Level level;

  long epochNanos;

  /** Whether it could not be written. */
  boolean failed;

  /** Streams one after another, in each the oldest first. */
  @Override
  public int compareTo(LokiEntry other) {
    int byStream = level.compareTo(other.level);
    return byStream != 0 ? byStream : Long.compare(epochNanos, other.epochNanos);
  }
}
