package io.sonde.exporter.jaeger;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.StackTraceText;

/** {@code Span}, of one that has ended. Not thread safe. */
final class SpanStruct {
  private static final int TRACE_ID_LOW = 1;
  private static final int TRACE_ID_HIGH = 2;
  private static final int SPAN_ID = 3;
  private static final int PARENT_SPAN_ID = 4;
  private static final int OPERATION_NAME = 5;
  private static final int FLAGS = 7;
  private static final int START_TIME = 8;
  private static final int DURATION = 9;
  private static final int TAGS = 10;
  private static final int LOGS = 11;

  private static final int LOG_TIMESTAMP = 1;
  private static final int LOG_FIELDS = 2;

  private static final int SAMPLED = 1;
  private static final int MICRO = 1000;

  private static final int SERVER_TAGS = 3;
  private static final int ERROR_TAGS = 2;

  private final ThriftWriter thrift;
  private final Attributes attributes = new Attributes();

  /** The kind and the scope. */
  private final byte[] server;

  private final byte[] client;

  private final byte[] error;

  /** Characters that are kept of a text. */
  private int limit;

  SpanStruct(ThriftWriter thrift, String scope, String scopeVersion) {
    this.thrift = thrift;
    OctetWriter sink = thrift.out;
    OctetWriter made = new OctetWriter(256);
    thrift.out = made;
    server = constant(made, "server", scope, scopeVersion);
    client = constant(made, "client", scope, scopeVersion);
    made.reset();
    Tags.write(thrift, "error", true);
    Tags.write(thrift, "otel.status_code", "ERROR");
    error = made.toByteArray();
    thrift.out = sink;
  }

  private byte[] constant(OctetWriter made, String kind, String scope, String scopeVersion) {
    made.reset();
    Tags.write(thrift, "span.kind", kind);
    Tags.write(thrift, "otel.scope.name", scope);
    Tags.write(thrift, "otel.scope.version", scopeVersion);
    return made.toByteArray();
  }

  /**
   * Appends the struct. Whatever a span throws costs it alone: then nothing is appended.
   *
   * @param textLimit characters that are kept of each text
   * @return whether it could be written
   */
  boolean write(Span span, int textLimit) {
    int before = thrift.out.size();
    int struct = thrift.begin();
    limit = textLimit;
    try {
      fields(span);
      thrift.end(struct);
      return true;
    } catch (Throwable ignored) {
      thrift.end(struct);
      thrift.out.truncate(before);
      return false;
    }
  }

  private void fields(Span span) {
    thrift.number(TRACE_ID_LOW, span.traceIdLow());
    thrift.number(TRACE_ID_HIGH, span.traceIdHigh());
    thrift.number(SPAN_ID, span.spanId());
    thrift.number(PARENT_SPAN_ID, span.parentSpanId());
    String name = span.name();
    thrift.text(OPERATION_NAME, name == null ? "unknown" : Text.cut(name, limit));
    thrift.integer(FLAGS, SAMPLED);
    long start = span.startEpochNanos();
    thrift.number(START_TIME, start / MICRO);
    thrift.number(DURATION, (span.endEpochNanos() - start) / MICRO);
    int tags = thrift.beginStructs(TAGS);
    thrift.endStructs(tags, tags(span));
    if (span.exception() != null) {
      thrift.structs(LOGS, 1);
      log(span);
    }
  }

  /** Returns how many it wrote. */
  private int tags(Span span) {
    byte[] constant = span.kind() == Span.SERVER ? server : client;
    thrift.out.rawBytes(constant, 0, constant.length);
    attributes.count = SERVER_TAGS;
    int dropped = attributes.visit(span);
    if (span.failed()) {
      thrift.out.rawBytes(error, 0, error.length);
      attributes.count += ERROR_TAGS;
    }
    if (span.traceState() != null) {
      attributes.text("w3c.tracestate", span.traceState());
    }
    if (dropped > 0) {
      attributes.number("otel.dropped_attributes_count", dropped);
    }
    return attributes.count;
  }

  /** The exception, as the event that it is. */
  private void log(Span span) {
    Throwable thrown = span.exception();
    int log = thrift.begin();
    thrift.number(LOG_TIMESTAMP, span.endEpochNanos() / MICRO);
    int fields = thrift.beginStructs(LOG_FIELDS);
    attributes.count = 0;
    attributes.text("event", "exception");
    attributes.text("exception.type", thrown.getClass().getName());
    String message = StackTraceText.message(thrown);
    if (message != null) {
      attributes.text("exception.message", message);
    }
    attributes.text("exception.stacktrace", StackTraceText.of(thrown));
    thrift.endStructs(fields, attributes.count);
    thrift.end(log);
  }

  private final class Attributes extends AttributeVisitor {
    int count;

    @Override
    protected void text(String key, String value) {
      Tags.write(thrift, Text.cut(key, limit), Text.cut(value, limit));
      count++;
    }

    @Override
    protected void number(String key, long value) {
      Tags.write(thrift, Text.cut(key, limit), value);
      count++;
    }
  }
}
