package io.sonde.testing;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.Map;

/**
 * A log record as it arrived.
 *
 * @param resource the attributes of its resource
 * @param scope the name of its instrumentation scope, which is the logger's
 */
public record ReceivedLog(Map<String, Object> resource, String scope, LogRecord log) {
  public String body() {
    return String.valueOf(Attributes.value(log.getBody()));
  }

  /** As the library names it: {@code WARN}, {@code SEVERE}. */
  public String severity() {
    return log.getSeverityText();
  }

  /** In hexadecimal digits; empty without a span. */
  public String traceId() {
    return ReceivedSpan.hex(log.getTraceId());
  }

  public String spanId() {
    return ReceivedSpan.hex(log.getSpanId());
  }

  public Map<String, Object> attributes() {
    return Attributes.map(log.getAttributesList());
  }

  /** One attribute; null when it is missing. */
  public Object attribute(String key) {
    return attributes().get(key);
  }

  @Override
  public String toString() {
    return severity() + " " + scope + " '" + body() + "' " + traceId() + " " + attributes();
  }
}
