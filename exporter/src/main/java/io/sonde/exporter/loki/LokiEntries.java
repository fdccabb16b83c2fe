package io.sonde.exporter.loki;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.sonde.bootstrap.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes entries of records, such as Loki takes them. Not thread safe. */
final class LokiEntries {
  private static final long SECOND = 1_000_000_000L;

  /** Loki refuses what is more than ten minutes ahead; our clocks may differ by one. */
  private static final long FUTURE = 9 * 60 * SECOND;

  /** Loki refuses what is older than a week. */
  private static final long PAST = 7 * 24 * 3600 * SECOND - 60 * SECOND;

  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");

  private final LokiLabels labels = new LokiLabels();
  private final LokiLine line = new LokiLine();

  /**
   * The entries of {@code records}, in the order of {@link LokiEntry}; fewer than there are records
   * when some are too old, or cannot be written.
   */
  List<LokiEntry> of(List<LogRecordData> records) {
    long now = System.currentTimeMillis() * 1_000_000L;
    List<LokiEntry> entries = new ArrayList<>(records.size());
    for (LogRecordData record : records) {
      long time = time(record, now);
      if (time >= now - PAST) {
        try {
          entries.add(entry(record, time));
        } catch (RuntimeException ignored) {
          // A record that cannot be written costs itself.
        }
      }
    }
    Collections.sort(entries);
    separate(entries);
    return entries;
  }

  /** A time ahead of Loki's clock is a fault of the application's: the record came now. */
  private static long time(LogRecordData record, long now) {
    long time = record.getTimestampEpochNanos();
    if (time == 0) {
      time = record.getObservedTimestampEpochNanos();
    }
    return time == 0 || time > now + FUTURE ? now : time;
  }

  private LokiEntry entry(LogRecordData record, long time) {
    Level level = Level.of(record.getSeverity());
    String text = line.write(record, level);
    SpanContext span = record.getSpanContext();
    String instance = record.getResource().getAttribute(INSTANCE);
    return new LokiEntry(
        labels.of(record.getResource(), level),
        time,
        text,
        line.bytes(),
        span.isValid() ? span.getTraceId() : null,
        span.isValid() ? span.getSpanId() : null,
        instance == null ? null : Text.cut(instance, 200));
  }

  /**
   * Loki keeps one of several entries with the same time and line, and frameworks count time in
   * milliseconds. Done before a batch is split, so that what is sent again is still the same.
   */
  private static void separate(List<LokiEntry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      LokiEntry before = entries.get(i - 1);
      LokiEntry entry = entries.get(i);
      if (entry.epochNanos <= before.epochNanos && entry.labels.equals(before.labels)) {
        entry.epochNanos = before.epochNanos + 1;
      }
    }
  }
}
