package io.sonde.bootstrap.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanMetricsTest {
  private static final class TestSpan extends Span {
    private final String name;

    TestSpan(int kind, String name, String path) {
      super(kind, null, null, path);
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  private static void span(int kind, String name, String path, boolean fails) {
    TestSpan span = new TestSpan(kind, name, path);
    if (fails) {
      span.fail();
    }
    span.end();
    span.end();
  }

  /** Those whose names begin with {@code prefix}: other tests make spans too. */
  private static Map<String, Long> counts(String prefix) {
    Map<String, Long> counts = new TreeMap<>();
    for (Histogram.Series series : Metrics.SPAN_DURATION.all()) {
      Object[] values = series.values();
      if (values != null && String.valueOf(values[0]).startsWith(prefix)) {
        counts.put(values[0] + " " + values[1] + " " + values[2], series.snapshot().count);
      }
    }
    return counts;
  }

  private static void sample(boolean sampled) {
    Tracer.configure(
        (id, hasParent, parentSampled) -> sampled, new String[] {"/health"}, 128, 8192);
  }

  @AfterEach
  void restore() {
    SpanMetrics.configure(false);
    Tracer.configure(
        (id, hasParent, parentSampled) -> !hasParent || parentSampled, new String[0], 128, 8192);
  }

  @Test
  void everySpanOnceSampledOrNot() {
    SpanMetrics.configure(true);
    sample(true);
    span(Span.SERVER, "on GET /a", "/a", false);
    span(Span.SERVER, "on GET /a", "/a", true);
    sample(false);
    span(Span.SERVER, "on GET /a", "/a", false);
    span(Span.CLIENT, "on SELECT", null, false);
    span(Span.SERVER, "on GET /health", "/health", false);
    assertEquals(
        Map.of(
            "on GET /a SPAN_KIND_SERVER STATUS_CODE_UNSET", 2L,
            "on GET /a SPAN_KIND_SERVER STATUS_CODE_ERROR", 1L,
            "on SELECT SPAN_KIND_CLIENT STATUS_CODE_UNSET", 1L),
        counts("on "));
  }

  @Test
  void noneWhenOff() {
    span(Span.SERVER, "off GET", "/a", false);
    assertEquals(Map.of(), counts("off "));
  }

  @Test
  void inMilliseconds() {
    Metrics.SPAN_DURATION.series("ms", "k", "s").record(7_500_000, null);
    Histogram.Snapshot snapshot = Metrics.SPAN_DURATION.series("ms", "k", "s").snapshot();
    assertEquals(7.5, snapshot.sum);
    assertEquals(1, snapshot.buckets[3]);
  }
}
