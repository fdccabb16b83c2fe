package io.sonde.exporter.otlp;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.TestSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finished records, and exporters of them. */
final class Records {
  static final Map<String, Object> RESOURCE = Map.of("service.name", "shop", "process.pid", 17L);

  private Records() {}

  static BatchExporter<Span> exporter(OtlpSettings settings) {
    return OtlpExporter.spans(settings, RESOURCE, "test", "1.2");
  }

  static List<Span> spans(int count, String text) {
    Tracer.configure((id, hasParent, parentSampled) -> true, new String[0], 128, 1 << 20);
    List<Span> finished = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestSpan span = new TestSpan(Span.SERVER, null, null);
      span.name("span-" + i);
      span.set("text", text);
      span.end();
      finished.add(span);
    }
    return finished;
  }

  static LogEvent log(String logger, String message, Throwable thrown, Object... attributes) {
    return new LogEvent(
        1_700_000_000_123_456_789L, 13, "WARN", logger, "main", message, thrown, attributes);
  }
}
