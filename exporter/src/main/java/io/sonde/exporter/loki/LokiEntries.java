package io.sonde.exporter.loki;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.lines.Level;
import java.util.Arrays;
import java.util.List;

/** The entries of a batch, such as Loki takes them. Not thread safe. */
final class LokiEntries {
  private static final long SECOND = 1_000_000_000L;

  /** Loki refuses what is more than ten minutes ahead; our clocks may differ by one. */
  private static final long FUTURE = 9 * 60 * SECOND;

  /** Loki refuses what is older than a week. */
  private static final long PAST = 7 * 24 * 3600 * SECOND - 60 * SECOND;

  private LokiEntry[] entries = {};
  private int size;

  /**
   * Takes {@code events}, in the order of {@link LokiEntry}; without those that are too old.
   *
   * @return how many there are
   */
  int fill(List<LogEvent> events) {
    grow(events.size());
    long now = System.currentTimeMillis() * 1_000_000L;
    size = 0;
    for (int i = 0; i < events.size(); i++) {
      LogEvent event = events.get(i);
      long time = time(event, now);
      if (time >= now - PAST) {
        LokiEntry entry = entries[size++];
        entry.event = event;
        Level level = Level.of(event.severityNumber());
        if (entry.level != level) {
          entry.level = level;
        }
        entry.epochNanos = time;
        entry.failed = false;
      }
    }
    if (!sorted()) {
      Arrays.sort(entries, 0, size);
    }
    separate();
    return size;
  }

  LokiEntry get(int index) {
    return entries[index];
  }

  /** How many of the entries could not be written. */
  int failed() {
    int failed = 0;
    for (int i = 0; i < size; i++) {
      failed += entries[i].failed ? 1 : 0;
    }
    return failed;
  }

  /** Lets the events go. */
  void clear() {
    for (int i = 0; i < size; i++) {
      entries[i].event = null;
    }
    size = 0;
  }

  /** As most batches are; a sort would allocate all the same. */
  private boolean sorted() {
    for (int i = 1; i < size; i++) {
      if (entries[i - 1].compareTo(entries[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  private void grow(int count) {
    int before = entries.length;
    if (before < count) {
      entries = Arrays.copyOf(entries, count);
      for (int i = before; i < count; i++) {
        entries[i] = new LokiEntry();
      }
    }
  }

  /** A time ahead of Loki's clock is a fault of the application's: the event came now. */
  private static long time(LogEvent event, long now) {
    long time = event.epochNanos();
    return time == 0 || time > now + FUTURE ? now : time;
  }

  /**
   * Loki keeps one of several entries with the same time and line, and frameworks count time in
   * milliseconds. Done before a batch is split, so that what is sent again is still the same.
   */
  private void separate() {
    for (int i = 1; i < size; i++) {
      LokiEntry before = entries[i - 1];
      LokiEntry entry = entries[i];
      if (entry.epochNanos <= before.epochNanos && entry.level == before.level) {
        entry.epochNanos = before.epochNanos + 1;
      }
    }
  }
}
