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

  /** Whether a propagator has found a trace already; the first one that does wins. */
  boolean hasTrace() {
    return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
  }

  void trace(long high, long low, long span, boolean isSampled) {
    traceIdHigh = high;
    traceIdLow = low;
    spanId = span;
    sampled = isSampled;
  }
}
