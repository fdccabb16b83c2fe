package io.sonde.exporter.console;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.TraceCapture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The traces that are kept: the slowest, those that failed, the latest; a third of the bytes each.
 */
final class TraceStore {
  private static final int MAX_LISTED = 100;

  private static final int MAX_TRACE_BYTES = 256 * 1024;
  private static final int MAX_ANSWER_BYTES = 4 << 20;

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
   * The trace with an id, with all its local roots that are kept: a request may come into this
   * process more than once. Null when there is none.
   *
   * @param id 32 hex digits
   */
  byte[] find(String id) {
    List<StoredTrace> all = new ArrayList<StoredTrace>();
    slow.list(all);
    failed.list(all);
    recent.list(all);
    Set<StoredTrace> parts = new LinkedHashSet<StoredTrace>();
    for (StoredTrace each : all) {
      if (each.hasId(id)) {
        parts.add(each);
      }
    }
    return parts.isEmpty() ? null : trace(id, parts);
  }

  private static byte[] trace(String id, Set<StoredTrace> parts) {
    Json json = new Json(16 * 1024).begin('{').name("traceId").value(id).name("parts").begin('[');
    int written = 0;
    for (StoredTrace part : parts) {
      if (json.size() > MAX_ANSWER_BYTES) {
        break;
      }
      json.raw(part.json);
      written++;
    }
    return json.end(']').name("left").value(parts.size() - written).end('}').bytes();
  }

  long bytes() {
    return slow.bytes() + failed.bytes() + recent.bytes();
  }
}
