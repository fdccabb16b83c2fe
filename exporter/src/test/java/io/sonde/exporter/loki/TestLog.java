package io.sonde.exporter.loki;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.concurrent.TimeUnit;

/** A log record as the agent makes them. */
final class TestLog implements LogRecordData {
  static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  static final String SPAN_ID = "b7ad6b7169203331";

  Resource resource =
      Resource.create(Attributes.builder().put("service.name", "order-service").build());
  String message;
  Severity severity = Severity.INFO;
  Attributes attributes = Attributes.empty();
  SpanContext span = SpanContext.getInvalid();
  long epochNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

  TestLog(String message) {
    this.message = message;
  }

  TestLog at(long nanos) {
    epochNanos = nanos;
    return this;
  }

  TestLog error() {
    severity = Severity.ERROR;
    return this;
  }

  TestLog traced() {
    span = SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault());
    return this;
  }

  TestLog with(Attributes more) {
    attributes = attributes.toBuilder().putAll(more).build();
    return this;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return InstrumentationScopeInfo.create("com.shop.Orders");
  }

  @Override
  public long getTimestampEpochNanos() {
    return epochNanos;
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return 0;
  }

  @Override
  public SpanContext getSpanContext() {
    return span;
  }

  @Override
  public Severity getSeverity() {
    return severity;
  }

  @Override
  public String getSeverityText() {
    return severity.name();
  }

  @Override
  @SuppressWarnings("deprecation")
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Value<?> getBodyValue() {
    return Value.of(message);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }
}
