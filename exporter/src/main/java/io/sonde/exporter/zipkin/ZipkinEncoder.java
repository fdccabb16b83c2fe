package io.sonde.exporter.zipkin;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.StackTraceText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A list of spans, as "OpenTelemetry to Zipkin Transformation" of the specification maps them. Not
 * thread safe.
 *
 * <p>All of it is ASCII: Zipkin's server reads through a buffer of a few KiB, and turns a character
 * into two others where its bytes are on both sides of an end of that (zipkin 3.5.1).
 */
final class ZipkinEncoder implements BatchEncoder<Span> {
  private static final int MAX_NAME = 1024;
  private static final int MAX_DESCRIPTION = 4096;

  /** Of an annotation: an exception with its stack trace. */
  private static final int MAX_ANNOTATION = 64 * 1024;

  private static final long MICRO = 1000;

  /**
   * What Zipkin could tell the instances of a service by. It repeats with every span, as the format
   * has no place for a resource.
   */
  private static final String[] RESOURCE_TAGS = {
    "service.namespace", "service.version", "service.instance.id", "deployment.environment.name"
  };

  private final byte[] service;
  private final byte[] constantTags;
  private final ZipkinTags tags = new ZipkinTags();

  ZipkinEncoder(Map<String, Object> resource, String scope, String scopeVersion) {
    Object name = resource.get("service.name");
    OctetWriter text = new OctetWriter(256);
    ascii(text, ",\"localEndpoint\":{\"serviceName\":");
    JsonText.quoteAscii(text, name == null ? "unknown_service:java" : name.toString(), MAX_NAME);
    ascii(text, "},\"tags\":");
    service = text.toByteArray();

    text.reset();
    ascii(text, "{\"otel.scope.name\":");
    JsonText.quoteAscii(text, scope, MAX_NAME);
    ascii(text, ",\"otel.scope.version\":");
    JsonText.quoteAscii(text, scopeVersion, MAX_NAME);
    for (String key : RESOURCE_TAGS) {
      Object value = resource.get(key);
      if (value != null) {
        ZipkinTags.write(text, key, value.toString());
      }
    }
    constantTags = text.toByteArray();
  }

  @Override
  public int encode(List<Span> batch, int from, int to, ProtoWriter out) {
    int failed = 0;
    out.rawByte('[');
    int first = out.size();
    for (int i = from; i < to; i++) {
      int before = out.size();
      try {
        if (before > first) {
          out.rawByte(',');
        }
        write(batch.get(i), out);
      } catch (Throwable ignored) {
        // A span that cannot be written costs itself.
        out.truncate(before);
        failed++;
      }
    }
    out.rawByte(']');
    return failed;
  }

  private void write(Span span, OctetWriter out) {
    boolean client = span.kind() == Span.CLIENT;
    long start = span.startEpochNanos();
    long end = span.endEpochNanos();
    ascii(out, "{\"traceId\":\"");
    out.rawHex(span.traceIdHigh());
    out.rawHex(span.traceIdLow());
    ascii(out, "\",\"id\":\"");
    out.rawHex(span.spanId());
    if (span.parentSpanId() != 0) {
      ascii(out, "\",\"parentId\":\"");
      out.rawHex(span.parentSpanId());
    }
    ascii(out, client ? "\",\"kind\":\"CLIENT\",\"name\":" : "\",\"kind\":\"SERVER\",\"name\":");
    String name = span.name();
    JsonText.quoteAscii(out, name == null ? "unknown" : name, MAX_NAME);
    ascii(out, ",\"timestamp\":");
    JsonText.number(out, start / MICRO);
    // Zipkin takes 0 for unknown.
    ascii(out, ",\"duration\":");
    JsonText.number(out, Math.max(1, (end - start) / MICRO));
    if (span.exception() != null) {
      annotation(span.exception(), end / MICRO, out);
    }
    out.rawBytes(service, 0, service.length);
    out.rawBytes(constantTags, 0, constantTags.length);
    tags.visit(span, out);
    if (span.failed()) {
      ZipkinTags.write(out, "otel.status_code", "ERROR");
      ZipkinTags.write(out, "error", description(span.exception()), MAX_DESCRIPTION);
    }
    out.rawByte('}');
    if (client) {
      tags.remoteEndpoint(out);
    }
    out.rawByte('}');
  }

  /** Of the status: with an exception its message, as the conventions of recording errors say. */
  private static String description(Throwable exception) {
    String message = exception == null ? null : StackTraceText.message(exception);
    return message == null ? "" : message;
  }

  /** Events have attributes, annotations only a text: they stand in it as JSON. */
  private static void annotation(Throwable exception, long micros, OctetWriter out) {
    OctetWriter text = new OctetWriter(4096);
    ascii(text, "\"exception\": {\"exception.type\":");
    JsonText.quote(text, exception.getClass().getName(), MAX_NAME);
    String message = StackTraceText.message(exception);
    if (message != null) {
      ascii(text, ",\"exception.message\":");
      JsonText.quote(text, message, MAX_DESCRIPTION);
    }
    ascii(text, ",\"exception.stacktrace\":");
    JsonText.quote(text, StackTraceText.of(exception), MAX_ANNOTATION / 2);
    text.rawByte('}');
    ascii(out, ",\"annotations\":[{\"timestamp\":");
    JsonText.number(out, micros);
    ascii(out, ",\"value\":");
    String value = new String(text.buffer(), 0, text.size(), StandardCharsets.UTF_8);
    JsonText.quoteAscii(out, value, MAX_ANNOTATION);
    ascii(out, "}]");
  }

  private static void ascii(OctetWriter out, String text) {
    out.rawAscii(text, text.length());
  }
}
