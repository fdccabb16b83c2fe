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

  /** Writes one attribute; null writes none. */
  static void write(ProtoWriter out, int field, String key, String value) {
    if (value == null) {
      return;
    }
    int width = value.length() < LONG_TEXT ? 1 : 2;
    int start = out.begin(field, width);
    out.string(KEY, key);
    text(out, VALUE, value);
    out.end(start, width);
  }

  static void write(ProtoWriter out, int field, String key, long value) {
    int start = out.begin(field);
    out.string(KEY, key);
    int any = out.begin(VALUE);
    out.varint(INT, value);
    out.end(any);
    out.end(start);
  }

  /** Writes one attribute; null, or a type that attributes cannot have, writes none. */
  static void write(ProtoWriter out, int field, String key, Object value) {
    if (value instanceof String) {
      write(out, field, key, (String) value);
    } else if (value instanceof Long) {
      write(out, field, key, ((Long) value).longValue());
    } else if (value instanceof Double || value instanceof Boolean) {
      int start = out.begin(field);
      out.string(KEY, key);
      int any = out.begin(VALUE);
      if (value instanceof Double) {
        out.doubleValue(DOUBLE, (Double) value);
      } else {
        out.varint(BOOL, (Boolean) value ? 1 : 0);
      }
      out.end(any);
      out.end(start);
    }
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
