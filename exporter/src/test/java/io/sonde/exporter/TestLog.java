package io.sonde.exporter;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A log event under construction. */
public final class TestLog {
  public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  public static final Map<String, Object> RESOURCE = Map.of("service.name", "order-service");

  private static final RemoteParent REMOTE =
      TestSpan.remote(Map.of("traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01"));
  public static final Span SPAN = new TestSpan(Span.SERVER, null, REMOTE);
  public static final String SPAN_ID = SPAN.spanIdText();

  private final String message;
  private int severity = 9;
  private Throwable thrown;
  private Object[] attributes;
  private Span span;
  private long epochNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

  public TestLog(String message) {
    this.message = message;
  }

  public TestLog at(long nanos) {
    epochNanos = nanos;
    return this;
  }

  public TestLog error() {
    return severity(17);
  }

  public TestLog severity(int number) {
    severity = number;
    return this;
  }

  public TestLog thrown(Throwable exception) {
    thrown = exception;
    return this;
  }

  public TestLog traced() {
    span = SPAN;
    return this;
  }

  public TestLog with(Object... pairs) {
    attributes = pairs;
    return this;
  }

  public LogEvent event() {
    Span before = Span.swap(span);
    try {
      return new LogEvent(
          epochNanos, severity, "LEVEL", "com.shop.Orders", "http-1", message, thrown, attributes);
    } finally {
      Span.swap(before);
    }
  }
}
