package io.sonde.exporter;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A span as hooks make them. */
public final class TestSpan extends Span {
  // Lists, so that to read them allocates nothing.
  private final List<String> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private String name;

  public TestSpan(int kind, Span parent, RemoteParent remote) {
    super(kind, parent, remote, null);
  }

  /** The trace and the parent that a request with these headers continues. */
  public static RemoteParent remote(Map<String, String> headers) {
    return Propagation.extract(headers, Map::get);
  }

  public void name(String text) {
    name = text;
  }

  public void set(String key, String value) {
    keys.add(key);
    values.add(value);
  }

  public void set(String key, long value) {
    keys.add(key);
    values.add(value);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    for (int i = 0; i < keys.size(); i++) {
      if (values.get(i) instanceof Long number) {
        to.set(keys.get(i), number);
      } else {
        to.set(keys.get(i), (String) values.get(i));
      }
    }
  }

  @Override
  protected void finish(long durationNanos) {}
}
