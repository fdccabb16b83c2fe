package io.sonde.exporter.loki;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.LogAttributes;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.StackTraceText;
import java.util.Arrays;

/**
 * Writes an event as one JSON object that serves every query at once: {@code |= "ERROR"} and {@code
 * |= "<trace id>"} look at the text, Grafana's derived field at {@code trace_id=<hex>} in it, and
 * {@code | json} at its keys. Not thread safe.
 *
 * <p>LogQL turns each character of a key that no label may have into {@code _}. So the full name of
 * an exception's class is not called {@code error.type}: it would hide {@code error_type}, which
 * queries compare with the simple name.
 */
final class LokiLine {
  /** Loki takes 256 KB. */
  static final int MAX_BYTES = 256_000;

  private static final int MAX_MESSAGE = 128_000;
  private static final int MAX_VALUE = 16_000;
  private static final int MAX_KEY = 256;
  private static final int MIN_ROOM = 32;
  private static final int MAX_STACK_TRACE = 100_000;

  private ProtoWriter out;
  private int start;

  /** The keys of this line. */
  private String[] keys = new String[32];

  private int keyCount;

  /** Appends the line, in UTF-8. */
  void write(ProtoWriter to, LogEvent event, Level level) {
    out = to;
    start = out.size();
    keyCount = 0;
    text("level", level.lower(), MAX_VALUE);
    text("severity", level.name(), MAX_VALUE);
    text("message", event.message(), MAX_MESSAGE);
    text("logger", event.logger(), MAX_VALUE);
    text("thread", event.threadName(), MAX_VALUE);
    Span span = event.span();
    if (span != null) {
      trace(span);
    }
    if (event.thrown() != null) {
      error(event.thrown());
    }
    Object[] pairs = event.attributes();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (LogAttributes.counts(event, i)) {
        attribute(Text.cut((String) pairs[i], MAX_KEY), pairs[i + 1], span);
      }
    }
    out.rawByte('}');
    Arrays.fill(keys, 0, keyCount, null);
  }

  private void trace(Span span) {
    key("trace_id");
    out.rawByte('"');
    out.rawHex(span.traceIdHigh());
    out.rawHex(span.traceIdLow());
    out.rawByte('"');
    key("span_id");
    out.rawByte('"');
    out.rawHex(span.spanId());
    out.rawByte('"');
    key("trace_ctx");
    out.rawText("\"trace_id=");
    out.rawHex(span.traceIdHigh());
    out.rawHex(span.traceIdLow());
    out.rawText(" span_id=");
    out.rawHex(span.spanId());
    out.rawByte('"');
  }

  private void error(Throwable thrown) {
    String type = thrown.getClass().getName();
    text("error_type", Text.simpleName(type), MAX_VALUE);
    text("error_class", type, MAX_VALUE);
    text("error.message", StackTraceText.message(thrown), MAX_VALUE);
    text("stack_trace", StackTraceText.of(thrown), MAX_STACK_TRACE);
  }

  /** MDC and key-values, at the root unless something else has that name there. */
  private void attribute(String key, Object value, Span span) {
    String free = key;
    if (taken(key)) {
      if (span != null && (value.equals(span.traceIdText()) || value.equals(span.spanIdText()))) {
        // The ids that the agent itself put into the MDC.
        return;
      }
      free = "attributes." + key;
      if (taken(free)) {
        return;
      }
    }
    if (value instanceof Boolean || value instanceof Long || isFinite(value)) {
      if (key(free)) {
        out.rawText(value.toString());
      }
    } else {
      text(free, value.toString(), MAX_VALUE);
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double && !((Double) value).isNaN() && !((Double) value).isInfinite();
  }

  private void text(String key, String value, int maxBytes) {
    if (value != null && key(key)) {
      JsonText.quote(out, value, Math.min(maxBytes, room()));
    }
  }

  /** Bytes that the line may still take before its closing brace. */
  private int room() {
    return MAX_BYTES - 1 - (out.size() - start);
  }

  /** Writes a key, unless its value would not find room for any number. */
  private boolean key(String key) {
    int before = out.size();
    out.rawByte(before == start ? '{' : ',');
    JsonText.quote(out, key, Integer.MAX_VALUE);
    out.rawByte(':');
    if (room() < MIN_ROOM) {
      out.truncate(before);
      return false;
    }
    if (keyCount == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keyCount);
    }
    keys[keyCount++] = key;
    return true;
  }

  /** Whether LogQL would make the same label of {@code key} as of one that the line has. */
  private boolean taken(String key) {
    for (int i = 0; i < keyCount; i++) {
      if (isSameLabel(key, keys[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSameLabel(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    for (int i = 0; i < one.length(); i++) {
      if (label(one.charAt(i)) != label(other.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char label(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ? c : '_';
  }
}
