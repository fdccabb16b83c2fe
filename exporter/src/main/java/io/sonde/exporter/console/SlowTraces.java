package io.sonde.exporter.console;

import io.sonde.bootstrap.TraceCapture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slowest traces of each route, so that one slow route does not hide the others; bounded in
 * bytes. What is older than ten minutes makes room for what is faster: otherwise the first requests
 * of a cold JVM would stay for ever.
 */
final class SlowTraces {
  private static final int EACH = 8;
  private static final int MAX_GROUPS = 50;
  private static final long MAX_AGE_MILLIS = 600_000;

  /** Of traces without a route, and of all routes beyond the limit. */
  private static final String OTHER = "";

  private static final Comparator<StoredTrace> SLOWEST_FIRST =
      new Comparator<StoredTrace>() {
        @Override
        public int compare(StoredTrace a, StoredTrace b) {
          return Long.compare(b.duration, a.duration);
        }
      };

  private final Map<String, List<StoredTrace>> groups = new HashMap<String, List<StoredTrace>>();
  private final long maxBytes;
  private long bytes;

  SlowTraces(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(String route, StoredTrace trace, long nowMillis) {
    if (trace.bytes() > maxBytes) {
      return;
    }
    List<StoredTrace> group = group(route);
    if (group.size() >= EACH) {
      StoredTrace weakest = weakest(group, nowMillis);
      if (trace.duration <= strength(weakest, nowMillis)) {
        return;
      }
      remove(group, weakest);
    }
    group.add(trace);
    bytes += trace.bytes();
    while (bytes > maxBytes) {
      removeFastest();
    }
  }

  private List<StoredTrace> group(String route) {
    String name = route == null ? OTHER : route;
    List<StoredTrace> group = groups.get(name);
    if (group == null && groups.size() >= MAX_GROUPS) {
      name = OTHER;
      group = groups.get(name);
    }
    if (group == null) {
      group = new ArrayList<StoredTrace>(EACH);
      groups.put(name, group);
    }
    return group;
  }

  private static long strength(StoredTrace trace, long nowMillis) {
    return nowMillis - trace.endMillis > MAX_AGE_MILLIS ? -1 : trace.duration;
  }

  private static StoredTrace weakest(List<StoredTrace> group, long nowMillis) {
    StoredTrace weakest = group.get(0);
    for (StoredTrace each : group) {
      if (strength(each, nowMillis) < strength(weakest, nowMillis)) {
        weakest = each;
      }
    }
    return weakest;
  }

  private void removeFastest() {
    List<StoredTrace> of = null;
    StoredTrace fastest = null;
    for (List<StoredTrace> group : groups.values()) {
      for (StoredTrace each : group) {
        if (fastest == null || each.duration < fastest.duration) {
          fastest = each;
          of = group;
        }
      }
    }
    remove(of, fastest);
  }

  private void remove(List<StoredTrace> group, StoredTrace trace) {
    group.remove(trace);
    bytes -= trace.bytes();
  }

  /** Has those captured that could come in here. */
  void setThresholds(TraceCapture capture, long nowMillis) {
    long[] thresholds = new long[TraceCapture.KINDS];
    boolean[] known = new boolean[TraceCapture.KINDS];
    for (Map.Entry<String, List<StoredTrace>> each : groups.entrySet()) {
      String route = each.getKey().isEmpty() ? null : each.getKey();
      List<StoredTrace> group = each.getValue();
      long needed =
          group.size() < EACH ? 0 : Math.max(0, strength(weakest(group, nowMillis), nowMillis));
      int kind = TraceCapture.kind(route);
      thresholds[kind] = known[kind] ? Math.min(thresholds[kind], needed) : needed;
      known[kind] = true;
    }
    for (int kind = 0; kind < thresholds.length; kind++) {
      capture.threshold(kind, thresholds[kind]);
    }
  }

  /** The slowest first. */
  void list(List<StoredTrace> to) {
    for (List<StoredTrace> group : groups.values()) {
      to.addAll(group);
    }
    Collections.sort(to, SLOWEST_FIRST);
  }

  long bytes() {
    return bytes;
  }
}
