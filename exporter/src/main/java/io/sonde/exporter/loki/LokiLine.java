package io.sonde.exporter.loki;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.JsonText;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Writes a record as one JSON object that serves every query at once: {@code |= "ERROR"} and {@code
 * |= "<trace id>"} look at the text, Grafana's derived field at {@code trace_id=<hex>} in it, and
 * {@code | json} at its keys. Not thread safe.
 *
 * <p>LogQL turns each character of a key that no label may have into {@code _}. So the full name of
 * an exception's class is not called {@code error.type}: it would hide {@code error_type}, which
 * queries compare with the simple name.
 */
final class LokiLine implements BiConsumer<AttributeKey<?>, Object> {
  /** Loki takes 256 KB. */
  static final int MAX_BYTES = 256_000;

  private static final int MAX_MESSAGE = 128_000;
  private static final int MAX_VALUE = 16_000;
  private static final int MAX_KEY = 256;
  private static final int MIN_ROOM = 32;
  private static final int MAX_STACK_TRACE = 100_000;

  private static final AttributeKey<String> THREAD = AttributeKey.stringKey("thread.name");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  private final StringBuilder line = new StringBuilder(1024);
  private final Set<String> keys = new HashSet<>();
  private int bytes;
  private String traceId;
  private String spanId;

  String write(LogRecordData record, Level level) {
    line.setLength(0);
    keys.clear();
    // The closing brace; the opening one is the first field's separator.
    bytes = 1;
    text("level", level.lower(), MAX_VALUE);
    text("severity", level.name(), MAX_VALUE);
    Value<?> body = record.getBodyValue();
    text("message", body == null ? "" : body.asString(), MAX_MESSAGE);
    text("logger", record.getInstrumentationScopeInfo().getName(), MAX_VALUE);
    text("thread", record.getAttributes().get(THREAD), MAX_VALUE);
    trace(record.getSpanContext());
    error(record);
    record.getAttributes().forEach(this);
    return line.append('}').toString();
  }

  /** UTF-8 bytes of the line that was written last. */
  int bytes() {
    return bytes;
  }

  private void trace(SpanContext context) {
    traceId = null;
    spanId = null;
    if (context.isValid()) {
      traceId = context.getTraceId();
      spanId = context.getSpanId();
      text("trace_id", traceId, MAX_VALUE);
      text("span_id", spanId, MAX_VALUE);
      text("trace_ctx", "trace_id=" + traceId + " span_id=" + spanId, MAX_VALUE);
    }
  }

  private void error(LogRecordData record) {
    String type = record.getAttributes().get(TYPE);
    if (type != null) {
      text("error_type", Text.simpleName(type), MAX_VALUE);
      text("error_class", type, MAX_VALUE);
    }
    text("error.message", record.getAttributes().get(MESSAGE), MAX_VALUE);
    text("stack_trace", record.getAttributes().get(STACK_TRACE), MAX_STACK_TRACE);
  }

  /** MDC and key-values, at the root unless something else has that name there. */
  @Override
  public void accept(AttributeKey<?> attribute, Object value) {
    if (attribute.equals(THREAD)
        || attribute.equals(TYPE)
        || attribute.equals(MESSAGE)
        || attribute.equals(STACK_TRACE)) {
      return;
    }
    String key = Text.cut(attribute.getKey(), MAX_KEY);
    if (keys.contains(label(key))) {
      if (value.equals(traceId) || value.equals(spanId)) {
        // The ids that the agent itself put into the MDC.
        return;
      }
      key = "attributes." + key;
      if (keys.contains(label(key))) {
        return;
      }
    }
    if (value instanceof Boolean || value instanceof Long || isFinite(value)) {
      raw(key, value.toString());
    } else {
      text(
          key,
          value instanceof Value ? ((Value<?>) value).asString() : value.toString(),
          MAX_VALUE);
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double && !((Double) value).isNaN() && !((Double) value).isInfinite();
  }

  private void text(String key, String value, int maxBytes) {
    if (value != null && key(key)) {
      bytes += JsonText.quote(line, value, Math.min(maxBytes, MAX_BYTES - bytes));
    }
  }

  private void raw(String key, String value) {
    if (key(key)) {
      line.append(value);
      bytes += value.length();
    }
  }

  /** Writes a key, unless its value would not find room for any number. */
  private boolean key(String key) {
    int start = line.length();
    line.append(start == 0 ? '{' : ',');
    int size = 2 + JsonText.quote(line, key, Integer.MAX_VALUE);
    if (MAX_BYTES - bytes - size < MIN_ROOM) {
      line.setLength(start);
      return false;
    }
    line.append(':');
    bytes += size;
    keys.add(label(key));
    return true;
  }

  /** The label that LogQL makes of a key. */
  private static String label(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (!isLabel(key.charAt(i))) {
        StringBuilder label = new StringBuilder(key);
        for (; i < key.length(); i++) {
          if (!isLabel(key.charAt(i))) {
            label.setCharAt(i, '_');
          }
        }
        return label.toString();
      }
    }
    return key;
  }

  private static boolean isLabel(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
