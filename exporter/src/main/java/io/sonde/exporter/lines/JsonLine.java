package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.StackTraceText;
import java.nio.charset.StandardCharsets;

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
  private static final byte[][] LEVELS = levels();
  private static final byte[] TRACE = ascii(",\"trace_id\":\"");
  private static final byte[] SPAN = ascii("\",\"span_id\":\"");
  private static final byte[] CONTEXT = ascii("\",\"trace_ctx\":\"trace_id=");
  private static final byte[] CONTEXT_SPAN = ascii(" span_id=");

  private final boolean timestamp;

  /**
   * @param timestamp whether the line tells its time, which a push to Loki has beside it
   */
  public JsonLine(boolean timestamp) {
    this.timestamp = timestamp;
  }

  private static byte[][] levels() {
    byte[][] levels = new byte[Level.values().length][];
    for (Level level : Level.values()) {
      levels[level.ordinal()] =
          ascii("\"level\":\"" + level.lower() + "\",\"severity\":\"" + level.name() + "\"");
    }
    return levels;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  void fields(LogEvent event, Level level) {
    if (timestamp) {
      time("timestamp", event);
    }
    out().rawByte(timestamp ? ',' : '{');
    raw(LEVELS[level.ordinal()]);
    written("level");
    written("severity");
    text("message", event.message(), MAX_MESSAGE);
    text("logger", event.logger());
    text("thread", event.threadName());
    Span span = event.span();
    if (span != null) {
      ids(span);
    }
    if (event.thrown() != null) {
      error(event.thrown());
    }
  }

  /** Up to here there is room in every line. */
  private void ids(Span span) {
    OctetWriter out = out();
    raw(TRACE);
    int trace = out.size();
    out.rawHex(span.traceIdHigh());
    out.rawHex(span.traceIdLow());
    raw(SPAN);
    int id = out.size();
    out.rawHex(span.spanId());
    raw(CONTEXT);
    out.rawAgain(trace, 32);
    raw(CONTEXT_SPAN);
    out.rawAgain(id, 16);
    out.rawByte('"');
    written("trace_id");
    written("span_id");
    written("trace_ctx");
  }

  private void raw(byte[] text) {
    out().rawBytes(text, 0, text.length);
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
