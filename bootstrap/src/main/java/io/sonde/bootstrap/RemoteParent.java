package io.sonde.bootstrap;

/** What an incoming message says about the trace that it belongs to. Not thread safe. */
public final class RemoteParent {
  long traceIdHigh;
  long traceIdLow;
  long spanId;
  boolean sampled;
  String traceState;
  String baggage;

  RemoteParent() {}

  boolean hasTrace() {
    return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
  }

  /** Whether a propagator has found a trace already; the first one that does wins. */
  static boolean hasTrace(RemoteParent found) {
    return found != null && found.hasTrace();
  }

  /** {@code found}, or a new one: a message that carries nothing costs nothing. */
  static RemoteParent orNew(RemoteParent found) {
    return found == null ? new RemoteParent() : found;
  }

  static RemoteParent trace(RemoteParent found, long high, long low, long span, boolean isSampled) {
    RemoteParent parent = orNew(found);
    parent.traceIdHigh = high;
    parent.traceIdLow = low;
    parent.spanId = span;
    parent.sampled = isSampled;
    return parent;
  }
}
