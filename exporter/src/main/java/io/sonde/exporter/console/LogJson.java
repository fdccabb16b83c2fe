package io.sonde.exporter.console;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.LogAttributes;
import io.sonde.exporter.StackTraceText;

/** A log event for the page. */
final class LogJson {
  private static final int MAX_MESSAGE = 16 * 1024;
  private static final int MAX_ATTRIBUTE = 4096;

  private LogJson() {}

  static byte[] of(LogEvent event) {
    Json json = new Json(512);
    json.begin('{').name("time").value(event.epochNanos() / 1_000_000);
    json.name("level").value(event.severityText());
    json.name("severity").value(event.severityNumber());
    json.name("logger").value(event.logger(), MAX_ATTRIBUTE);
    json.name("thread").value(event.threadName(), MAX_ATTRIBUTE);
    json.name("message").value(event.message(), MAX_MESSAGE);
    Throwable thrown = event.thrown();
    json.name("exception").value(thrown == null ? null : StackTraceText.of(thrown));
    Span span = event.span();
    if (span == null) {
      json.name("traceId").none().name("spanId").none();
    } else {
      json.name("traceId").id(span.traceIdHigh(), span.traceIdLow());
      json.name("spanId").id(span.spanId());
    }
    attributes(event, json);
    return json.end('}').bytes();
  }

  private static void attributes(LogEvent event, Json json) {
    json.name("attributes").begin('{');
    Object[] pairs = event.attributes();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (LogAttributes.counts(event, i)) {
        json.value((String) pairs[i], MAX_ATTRIBUTE).colon();
        json.value(String.valueOf(pairs[i + 1]), MAX_ATTRIBUTE);
      }
    }
    json.end('}');
  }
}
