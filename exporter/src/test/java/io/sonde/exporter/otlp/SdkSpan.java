package io.sonde.exporter.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Ids;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.StackTraceText;
import java.util.Collections;
import java.util.List;

/** A span of ours that has ended, as the SDK's: the oracle of our encoder. */
final class SdkSpan implements SpanData {
  private final Span span;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final SpanContext context;
  private final SpanContext parent;
  private final int dropped;
  private final Attributes attributes;
  private final List<EventData> events;

  SdkSpan(Span span, Resource resource, InstrumentationScopeInfo scope) {
    this.span = span;
    this.resource = resource;
    this.scope = scope;
    TraceState state = traceState(span.traceState());
    context =
        SpanContext.create(span.traceIdText(), span.spanIdText(), TraceFlags.getSampled(), state);
    parent = parentOf(span, state);
    Visitor visitor = new Visitor();
    dropped = visitor.visit(span);
    attributes = visitor.builder.build();
    events = eventsOf(span);
  }

  private static SpanContext parentOf(Span span, TraceState state) {
    if (span.parentSpanId() == 0) {
      return SpanContext.getInvalid();
    }
    String trace = span.traceIdText();
    String id = Ids.hex(span.parentSpanId());
    return span.hasRemoteParent()
        ? SpanContext.createFromRemoteParent(trace, id, TraceFlags.getSampled(), state)
        : SpanContext.create(trace, id, TraceFlags.getSampled(), state);
  }

  /** {@code a=1,b=2}; what the specification does not allow is left out. */
  static TraceState traceState(String header) {
    if (header == null) {
      return TraceState.getDefault();
    }
    TraceStateBuilder builder = TraceState.builder();
    int end = header.length();
    // The builder puts each new entry first.
    while (end > 0) {
      int start = header.lastIndexOf(',', end - 1) + 1;
      int equals = header.indexOf('=', start);
      if (equals > start && equals < end) {
        String key = header.substring(start, equals).trim();
        builder.put(key, header.substring(equals + 1, end).trim());
      }
      end = start - 1;
    }
    return builder.build();
  }

  private static final class Visitor extends AttributeVisitor {
    final AttributesBuilder builder = Attributes.builder();

    @Override
    protected void text(String key, String value) {
      builder.put(AttributeKey.stringKey(key), value);
    }

    @Override
    protected void number(String key, long value) {
      builder.put(AttributeKey.longKey(key), value);
    }
  }

  static void put(AttributesBuilder builder, String key, Object value) {
    if (value instanceof String) {
      builder.put(AttributeKey.stringKey(key), (String) value);
    } else if (value instanceof Long) {
      builder.put(AttributeKey.longKey(key), (Long) value);
    } else if (value instanceof Double) {
      builder.put(AttributeKey.doubleKey(key), (Double) value);
    } else if (value instanceof Boolean) {
      builder.put(AttributeKey.booleanKey(key), (Boolean) value);
    }
  }

  private static List<EventData> eventsOf(Span span) {
    Throwable thrown = span.exception();
    if (thrown == null) {
      return Collections.emptyList();
    }
    AttributesBuilder builder = Attributes.builder();
    put(builder, "exception.type", thrown.getClass().getName());
    put(builder, "exception.message", StackTraceText.message(thrown));
    put(builder, "exception.stacktrace", StackTraceText.of(thrown));
    return Collections.singletonList(
        EventData.create(span.endEpochNanos(), "exception", builder.build()));
  }

  @Override
  public String getName() {
    String name = span.name();
    return name == null ? "unknown" : name;
  }

  @Override
  public SpanKind getKind() {
    return span.kind() == Span.SERVER ? SpanKind.SERVER : SpanKind.CLIENT;
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return span.failed() ? StatusData.error() : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return span.startEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return Collections.emptyList();
  }

  @Override
  public long getEndEpochNanos() {
    return span.endEpochNanos();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size() + dropped;
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        scope.getName(), scope.getVersion());
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
