package io.sonde.exporter.console;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.TraceCapture;
import java.util.ArrayList;
import java.util.List;

/**
 * The traces that are kept: the slowest, those that failed, the latest; a third of the bytes each.
 */
final class TraceStore {
  private static final int MAX_LISTED = 100;

  private static final int MAX_TRACE_BYTES = 256 * 1024;

  private final TraceJson renderer;
  private final List<Span> roots = new ArrayList<Span>();
  private final SlowTraces slow;
  private final TraceRing failed;
  private final TraceRing recent;

  TraceStore(long maxBytes) {
    long each = maxBytes / 3;
    renderer = new TraceJson((int) Math.min(MAX_TRACE_BYTES, each / 4));
    slow = new SlowTraces(each);
    failed = new TraceRing(each);
    recent = new TraceRing(each);
  }

  /**
   * Takes what has been captured.
   *
   * @return what is new
   */
  List<StoredTrace> fill(TraceCapture capture, long nowMillis) {
    List<StoredTrace> added = new ArrayList<StoredTrace>();
    try {
      capture.drainRoots(roots);
      for (Span root : roots) {
        StoredTrace trace = renderer.render(root);
        add(trace, root.group(), root.failed(), nowMillis);
        added.add(trace);
      }
    } finally {
      roots.clear();
    }
    slow.setThresholds(capture, nowMillis);
    return added;
  }

  void add(StoredTrace trace, String route, boolean failure, long nowMillis) {
    slow.add(route, trace, nowMillis);
    if (failure) {
      failed.add(trace);
    }
    recent.add(trace);
  }

  /**
   * @param sort {@code slow}, {@code failed} or, else, the latest
   */
  byte[] list(String sort) {
    List<StoredTrace> traces = new ArrayList<StoredTrace>();
    if ("slow".equals(sort)) {
      slow.list(traces);
    } else {
      ("failed".equals(sort) ? failed : recent).list(traces);
    }
    return list(traces);
  }

  /** The first of {@code traces} as {@code {"traces":[...]}}. */
  static byte[] list(List<StoredTrace> traces) {
    Json json = new Json(16 * 1024).begin('{').name("traces").begin('[');
    for (int i = 0; i < traces.size() && i < MAX_LISTED; i++) {
      json.raw(traces.get(i).summary);
    }
    return json.end(']').end('}').bytes();
  }

  /**
   * The trace with an id; the longest part where there are several in this process. Null when it is
   * not kept any more.
   *
   * @param id 32 hex digits
   */
  byte[] find(String id) {
    List<StoredTrace> all = new ArrayList<StoredTrace>();
    slow.list(all);
    failed.list(all);
    recent.list(all);
    StoredTrace found = null;
    for (StoredTrace each : all) {
      if (each.hasId(id) && (found == null || each.duration > found.duration)) {
        found = each;
      }
    }
    return found == null ? null : found.json;
  }

  long bytes() {
    return slow.bytes() + failed.bytes() + recent.bytes();
  }
}
