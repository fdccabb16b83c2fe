package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.StackTraceText;
import java.util.Map;

/**
 * The document that indices called {@code logs} have been filled with since long before there was a
 * schema: {@code timestamp}, {@code level} in capitals, {@code message}, and what the application
 * added beside them.
 */
public final class DocumentLine extends LogLine {
  private final String service;

  /**
   * @param resource the attributes of the process
   */
  public DocumentLine(Map<String, Object> resource) {
    service = ResourceText.of(resource, "service.name");
  }

  @Override
  void fields(LogEvent event, Level level) {
    time("timestamp", event);
    text("level", level.name());
    text("message", event.message(), MAX_MESSAGE);
    text("logger", event.logger());
    text("thread", event.threadName());
    text("service.name", service);
    Span span = event.span();
    if (span != null) {
      traceId("trace_id", span);
      spanId("span_id", span);
    }
    Throwable thrown = event.thrown();
    if (thrown != null) {
      text("error.type", thrown.getClass().getName());
      text("error.message", StackTraceText.message(thrown));
      text("stack_trace", StackTraceText.of(thrown), MAX_STACK_TRACE);
    }
  }

  @Override
  boolean clash(String key, String written) {
    return DottedKeys.clash(key, written);
  }

  /** Objects of other documents in the index, though maybe not of this one. */
  @Override
  boolean reserved(String key) {
    return key.equals("error") || key.equals("service") || key.equals("attributes");
  }

  @Override
  String elsewhere(String key) {
    return "attributes." + key;
  }
}
