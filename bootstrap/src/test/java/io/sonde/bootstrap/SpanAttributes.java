package io.sonde.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of a span that has ended, as an exporter gets them. */
public final class SpanAttributes extends AttributeVisitor {
  private final Map<String, Object> all = new LinkedHashMap<>();

  private SpanAttributes() {}

  /** Values are Strings and Longs. */
  public static Map<String, Object> of(Span span) {
    SpanAttributes attributes = new SpanAttributes();
    attributes.visit(span);
    return attributes.all;
  }

  @Override
  protected void text(String key, String value) {
    add(key, value);
  }

  @Override
  protected void number(String key, long value) {
    add(key, value);
  }

  private void add(String key, Object value) {
    if (all.put(key, value) != null) {
      throw new AssertionError(key + " is given twice");
    }
  }
}
