package io.sonde.exporter.otlp;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.ProtoWriter;
import java.util.Map;

/** {@code ExportTraceServiceRequest}, of spans that have ended. */
final class SpanEncoder extends OneScopeEncoder<Span> {
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int TRACE_STATE = 3;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;
  private static final int KIND = 6;
  private static final int START = 7;
  private static final int END = 8;
  private static final int DROPPED_ATTRIBUTES = 10;
  private static final int EVENT = 11;
  private static final int STATUS = 15;
  private static final int FLAGS = 16;

  private static final int EVENT_TIME = 1;
  private static final int EVENT_NAME = 2;
  private static final int EVENT_ATTRIBUTE = 3;
  private static final int STATUS_CODE = 3;

  private static final int KIND_SERVER = 2;
  private static final int KIND_CLIENT = 3;
  private static final int CODE_ERROR = 2;

  private static final int SAMPLED = 1;
  private static final int REMOTE_IS_KNOWN = 0x100;
  private static final int REMOTE_PARENT = 0x200;

  private final SpanAttributes attributes = new SpanAttributes();

  SpanEncoder(Map<String, Object> resource, String scopeName, String scopeVersion) {
    super(resource, scopeName, scopeVersion);
  }

  @Override
  void fields(Span span, ProtoWriter out) {
    out.id(TRACE_ID, span.traceIdHigh(), span.traceIdLow());
    out.id(SPAN_ID, span.spanId());
    if (span.traceState() != null) {
      out.string(TRACE_STATE, span.traceState());
    }
    if (span.parentSpanId() != 0) {
      out.id(PARENT_SPAN_ID, span.parentSpanId());
    }
    String name = span.name();
    out.string(NAME, name == null ? "unknown" : name);
    out.varint(KIND, span.kind() == Span.SERVER ? KIND_SERVER : KIND_CLIENT);
    out.fixed64(START, span.startEpochNanos());
    out.fixed64(END, span.endEpochNanos());
    int dropped = attributes.write(span, out);
    if (dropped > 0) {
      out.varint(DROPPED_ATTRIBUTES, dropped);
    }
    if (span.exception() != null) {
      event(span, out);
    }
    if (span.failed()) {
      int start = out.begin(STATUS);
      out.varint(STATUS_CODE, CODE_ERROR);
      out.end(start);
    }
    int remote = span.hasRemoteParent() ? REMOTE_PARENT : 0;
    out.fixed32(FLAGS, SAMPLED | REMOTE_IS_KNOWN | remote);
  }

  private static void event(Span span, ProtoWriter out) {
    int start = out.begin(EVENT, 2);
    out.fixed64(EVENT_TIME, span.endEpochNanos());
    out.string(EVENT_NAME, "exception");
    OtlpAttribute.exception(out, EVENT_ATTRIBUTE, span.exception());
    out.end(start, 2);
  }
}
