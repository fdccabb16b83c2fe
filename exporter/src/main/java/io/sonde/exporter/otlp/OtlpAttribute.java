package io.sonde.exporter.otlp;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.StackTraceText;

/** Attributes as OTLP's {@code KeyValue}. */
final class OtlpAttribute {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;

  /** Characters of a text from which on the lengths around it probably need two bytes. */
  private static final int LONG_TEXT = 80;

  private OtlpAttribute() {}

  /** Writes one attribute; null, or a type that attributes cannot have, writes none. */
  static void write(ProtoWriter out, int field, String key, Object value) {
    boolean text = value instanceof String;
    if (!text && !(value instanceof Long || value instanceof Double || value instanceof Boolean)) {
      return;
    }
    int width = text && ((String) value).length() >= LONG_TEXT ? 2 : 1;
    int start = out.begin(field, width);
    out.string(KEY, key);
    if (text) {
      text(out, VALUE, (String) value);
    } else {
      int any = out.begin(VALUE);
      if (value instanceof Long) {
        out.varint(INT, (Long) value);
      } else if (value instanceof Double) {
        out.doubleValue(DOUBLE, (Double) value);
      } else {
        out.varint(BOOL, (Boolean) value ? 1 : 0);
      }
      out.end(any);
    }
    out.end(start, width);
  }

  /** Writes the three attributes that the conventions have for an exception. */
  static void exception(ProtoWriter out, int field, Throwable thrown) {
    write(out, field, "exception.type", thrown.getClass().getName());
    write(out, field, "exception.message", StackTraceText.message(thrown));
    write(out, field, "exception.stacktrace", StackTraceText.of(thrown));
  }

  /** Writes a text as {@code AnyValue}. */
  static void text(ProtoWriter out, int field, String text) {
    int width = text.length() < LONG_TEXT ? 1 : 2;
    int start = out.begin(field, width);
    out.string(STRING, text);
    out.end(start, width);
  }
}
