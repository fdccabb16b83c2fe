package io.sonde.exporter.console;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** The last traces of one sort, bounded in number and in bytes. */
final class TraceRing {
  private static final int MAX = 100;

  private final ArrayDeque<StoredTrace> traces = new ArrayDeque<StoredTrace>();
  private final long maxBytes;
  private long bytes;

  TraceRing(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(StoredTrace trace) {
    if (trace.bytes() > maxBytes) {
      return;
    }
    traces.addLast(trace);
    bytes += trace.bytes();
    while (traces.size() > MAX || bytes > maxBytes) {
      bytes -= traces.removeFirst().bytes();
    }
  }

  /** The latest first. */
  void list(List<StoredTrace> to) {
    for (Iterator<StoredTrace> i = traces.descendingIterator(); i.hasNext(); ) {
      to.add(i.next());
    }
  }

  long bytes() {
    return bytes;
  }
}
