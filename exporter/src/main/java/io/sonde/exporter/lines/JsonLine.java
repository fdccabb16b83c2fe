package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.StackTraceText;

/**
 * One object that serves every LogQL query at once: {@code |= "ERROR"} and {@code |= "<trace id>"}
 * look at the text, Grafana's derived field at {@code trace_id=<hex>} in it, and {@code | json} at
 * its keys.
 *
 * <p>LogQL turns each character of a key that no label may have into {@code _}. So the full name of
 * an exception's class is not called {@code error.type}: it would hide {@code error_type}, which
 * queries compare with the simple name.
 */
public final class JsonLine extends LogLine {
  private final boolean timestamp;

  /**
   * @param timestamp whether the line tells its time, which a push to Loki has beside it
   */
  public JsonLine(boolean timestamp) {
    this.timestamp = timestamp;
  }

  @Override
  void fields(LogEvent event, Level level) {
    if (timestamp) {
      time("timestamp", event);
    }
    text("level", level.lower());
    text("severity", level.name());
    text("message", event.message(), MAX_MESSAGE);
    text("logger", event.logger());
    text("thread", event.threadName());
    Span span = event.span();
    if (span != null) {
      traceId("trace_id", span);
      spanId("span_id", span);
      context(span);
    }
    if (event.thrown() != null) {
      error(event.thrown());
    }
  }

  private void context(Span span) {
    if (key("trace_ctx")) {
      ProtoWriter out = out();
      out.rawText("\"trace_id=");
      out.rawHex(span.traceIdHigh());
      out.rawHex(span.traceIdLow());
      out.rawText(" span_id=");
      out.rawHex(span.spanId());
      out.rawByte('"');
    }
  }

  private void error(Throwable thrown) {
    String type = thrown.getClass().getName();
    text("error_type", Text.simpleName(type));
    text("error_class", type);
    text("error.message", StackTraceText.message(thrown));
    text("stack_trace", StackTraceText.of(thrown), MAX_STACK_TRACE);
  }

  /** LogQL would make the same label of both. */
  @Override
  boolean clash(String key, String written) {
    if (key.length() != written.length()) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (label(key.charAt(i)) != label(written.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  String elsewhere(String key) {
    return "attributes." + key;
  }

  private static char label(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ? c : '_';
  }
}
