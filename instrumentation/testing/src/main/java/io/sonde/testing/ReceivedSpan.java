package io.sonde.testing;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.Map;

/**
 * A span as it arrived.
 *
 * @param resource the attributes of its resource
 * @param scope the name of its instrumentation scope
 */
public record ReceivedSpan(Map<String, Object> resource, String scope, Span span) {
  public String name() {
    return span.getName();
  }

  public Span.SpanKind kind() {
    return span.getKind();
  }

  public boolean isServer() {
    return kind() == Span.SpanKind.SPAN_KIND_SERVER;
  }

  public boolean isClient() {
    return kind() == Span.SpanKind.SPAN_KIND_CLIENT;
  }

  /** In hexadecimal digits, as in headers. */
  public String traceId() {
    return hex(span.getTraceId());
  }

  public String spanId() {
    return hex(span.getSpanId());
  }

  /** Empty for a root. */
  public String parentId() {
    return hex(span.getParentSpanId());
  }

  public boolean isError() {
    return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  public Map<String, Object> attributes() {
    return Attributes.map(span.getAttributesList());
  }

  /** One attribute; null when it is missing. */
  public Object attribute(String key) {
    return attributes().get(key);
  }

  public boolean isChildOf(ReceivedSpan parent) {
    return traceId().equals(parent.traceId()) && parentId().equals(parent.spanId());
  }

  @Override
  public String toString() {
    return kind().name().substring("SPAN_KIND_".length())
        + " '"
        + name()
        + "' "
        + traceId()
        + "/"
        + spanId()
        + " in '"
        + parentId()
        + "' "
        + (isError() ? "ERROR " : "")
        + attributes();
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
