package io.sonde.exporter.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.StackTraceText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A log event of ours as the SDK's: the oracle of our encoder. The scope is the logger. */
final class SdkLog implements LogRecordData {
  private static final Map<String, InstrumentationScopeInfo> SCOPES = new ConcurrentHashMap<>();
  private static final Severity[] SEVERITIES = Severity.values();

  private final LogEvent event;
  private final Resource resource;
  private final SpanContext context;
  private final Attributes attributes;

  SdkLog(LogEvent event, Resource resource) {
    this.event = event;
    this.resource = resource;
    Span span = event.span();
    context =
        span == null
            ? SpanContext.getInvalid()
            : SpanContext.create(
                span.traceIdText(),
                span.spanIdText(),
                span.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    attributes = attributesOf(event);
  }

  private static Attributes attributesOf(LogEvent event) {
    AttributesBuilder builder = Attributes.builder();
    Object[] pairs = event.attributes();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      SdkSpan.put(builder, (String) pairs[i], pairs[i + 1]);
    }
    SdkSpan.put(builder, "thread.name", event.threadName());
    Throwable thrown = event.thrown();
    if (thrown != null) {
      SdkSpan.put(builder, "exception.type", thrown.getClass().getName());
      SdkSpan.put(builder, "exception.message", StackTraceText.message(thrown));
      SdkSpan.put(builder, "exception.stacktrace", StackTraceText.of(thrown));
    }
    return builder.build();
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    // The SDK's marshaler groups by identity.
    return SCOPES.computeIfAbsent(event.logger(), InstrumentationScopeInfo::create);
  }

  @Override
  public long getTimestampEpochNanos() {
    return event.epochNanos();
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return event.epochNanos();
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public Severity getSeverity() {
    int number = event.severityNumber();
    return number > 0 && number < SEVERITIES.length
        ? SEVERITIES[number]
        : Severity.UNDEFINED_SEVERITY_NUMBER;
  }

  @Override
  public String getSeverityText() {
    return event.severityText();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return io.opentelemetry.sdk.logs.data.Body.string(event.message());
  }

  @Override
  public Value<?> getBodyValue() {
    return Value.of(event.message());
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
