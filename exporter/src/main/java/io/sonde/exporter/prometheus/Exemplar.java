package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;

/**
 * The span behind one observation. Its labels have 63 characters, OpenMetrics allows 128; filtered
 * attributes are left out for that reason. Immutable.
 */
public final class Exemplar {
  public final String traceId;
  public final String spanId;
  public final double value;
  public final long epochNanos;

  private Exemplar(DoubleExemplarData data) {
    traceId = data.getSpanContext().getTraceId();
    spanId = data.getSpanContext().getSpanId();
    value = data.getValue();
    epochNanos = data.getEpochNanos();
  }

  private Exemplar(Exemplar observation, double value) {
    traceId = observation.traceId;
    spanId = observation.spanId;
    this.value = value;
    epochNanos = observation.epochNanos;
  }

  /** The same event to a counter of events, which it raised by one. */
  Exemplar counted() {
    return new Exemplar(this, 1);
  }

  /** Null when the observation belongs to no span. */
  static Exemplar of(DoubleExemplarData data) {
    return data.getSpanContext().isValid() ? new Exemplar(data) : null;
  }

  /** Either may be null. */
  static Exemplar later(Exemplar a, Exemplar b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.epochNanos > a.epochNanos ? b : a;
  }
}
