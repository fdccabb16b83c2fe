package io.sonde.bootstrap.metrics;

import io.sonde.bootstrap.Span;

/**
 * Metrics of spans as Jaeger's Monitor tab queries them. They count what is traced, sampled or not;
 * so not what is excluded from tracing by its path. Thread safe.
 */
public final class SpanMetrics {
  private static volatile boolean on;

  private SpanMetrics() {}

  /** To be called before the first span. */
  public static void configure(boolean enabled) {
    on = enabled;
  }

  public static boolean on() {
    return on;
  }

  /** Records a span that has ended. */
  public static void record(Span span, long durationNanos) {
    String name = span.name();
    Metrics.SPAN_DURATION
        .series(
            name == null ? "unknown" : name,
            span.kind() == Span.SERVER ? "SPAN_KIND_SERVER" : "SPAN_KIND_CLIENT",
            span.failed() ? "STATUS_CODE_ERROR" : "STATUS_CODE_UNSET")
        .record(durationNanos, span);
  }
}
