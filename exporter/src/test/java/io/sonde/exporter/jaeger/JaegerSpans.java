package io.sonde.exporter.jaeger;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.exporter.TestSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spans to send. */
final class JaegerSpans {
  static final Map<String, Object> RESOURCE =
      Map.of("service.name", "shop", "process.pid", 17L, "host.name", "host-1");

  private JaegerSpans() {}

  /** All attributes and all of their texts are kept. */
  static void unlimited() {
    Tracer.configure((id, hasParent, sampled) -> true, new String[0], 10_000, 1 << 20);
  }

  /** Requests with one attribute. */
  static List<Span> of(int count, String text) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(one("span-" + i, text));
    }
    return spans;
  }

  static TestSpan one(String name, String text) {
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    span.name(name);
    span.set("text", text);
    span.end();
    return span;
  }

  /** One that no encoder can write. */
  static Span broken() {
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    span.set(null, "no key");
    span.end();
    return span;
  }
}
