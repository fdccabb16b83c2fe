package io.sonde.exporter;

import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import java.util.Map;

/** A span as hooks make them. */
public final class TestSpan extends Span {
  public TestSpan(int kind, Span parent, RemoteParent remote) {
    super(kind, parent, remote, null);
  }

  /** The trace and the parent that a request with these headers continues. */
  public static RemoteParent remote(Map<String, String> headers) {
    return Propagation.extract(headers, Map::get);
  }

  @Override
  protected void finish(long durationNanos) {}
}
