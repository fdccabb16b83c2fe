package io.sonde.exporter.console;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.TraceCapture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The last log events, bounded in bytes. */
final class LogStore {
  private static final int OVERHEAD = 64;
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final Comparator<LogEvent> BY_TIME =
      new Comparator<LogEvent>() {
        @Override
        public int compare(LogEvent a, LogEvent b) {
          return Long.compare(a.epochNanos(), b.epochNanos());
        }
      };

  /** An event as it is kept. */
  private static final class StoredLog {
    final int severity;
    final byte[] json;

    StoredLog(int severity, byte[] json) {
      this.severity = severity;
      this.json = json;
    }
  }

  private final ArrayDeque<StoredLog> logs = new ArrayDeque<StoredLog>();
  private final List<LogEvent> events = new ArrayList<LogEvent>();
  private final long maxBytes;
  private long bytes;

  LogStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes what has been captured.
   *
   * @return what is new, the oldest first
   */
  List<byte[]> fill(TraceCapture capture) {
    List<byte[]> added = new ArrayList<byte[]>();
    try {
      capture.drainLogs(events);
      Collections.sort(events, BY_TIME);
      for (LogEvent event : events) {
        byte[] json = LogJson.of(event);
        add(event.severityNumber(), json);
        added.add(json);
      }
    } finally {
      events.clear();
    }
    return added;
  }

  void add(int severity, byte[] json) {
    logs.addLast(new StoredLog(severity, json));
    bytes += OVERHEAD + json.length;
    while (bytes > maxBytes) {
      bytes -= OVERHEAD + logs.removeFirst().json.length;
    }
  }

  /**
   * The latest first.
   *
   * @param severity the least that is listed
   */
  byte[] list(int severity, int limit) {
    Json json = new Json(16 * 1024).begin('{').name("logs").begin('[');
    int left = limit;
    for (Iterator<StoredLog> i = logs.descendingIterator();
        i.hasNext() && left > 0 && json.size() < MAX_ANSWER_BYTES; ) {
      StoredLog log = i.next();
      if (log.severity >= severity) {
        json.raw(log.json);
        left--;
      }
    }
    return json.end(']').end('}').bytes();
  }

  long bytes() {
    return bytes;
  }
}
