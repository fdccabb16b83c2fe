package io.sonde.exporter;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A span that has what it is given. */
public final class TestSpan extends Span {
  private final List<Consumer<AttributeVisitor>> attributes = new ArrayList<>();
  private String name;

  public TestSpan(int kind, Span parent, RemoteParent remote) {
    super(kind, parent, remote, null);
  }

  /** The trace and the parent that a request with these headers continues. */
  public static RemoteParent remote(Map<String, String> headers) {
    return Propagation.extract(headers, Map::get);
  }

  public TestSpan named(String text) {
    name = text;
    return this;
  }

  public TestSpan with(String key, String value) {
    attributes.add(to -> to.set(key, value));
    return this;
  }

  public TestSpan with(String key, long value) {
    attributes.add(to -> to.set(key, value));
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    for (int i = 0; i < attributes.size(); i++) {
      attributes.get(i).accept(to);
    }
  }

  @Override
  protected void finish(long durationNanos) {}
}
