package io.sonde.exporter.jaeger;

import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span as Jaeger has received it. */
public record JaegerSpan(Process process, Span span) {
  public String service() {
    return process.getServiceName();
  }

  /** As 32 hex digits. */
  public String traceId() {
    return "%016x%016x".formatted(span.getTraceIdHigh(), span.getTraceIdLow());
  }

  public boolean isServer() {
    return "server".equals(tags().get("span.kind"));
  }

  public Map<String, Object> tags() {
    return values(span.getTags());
  }

  /** Of the process. */
  public Map<String, Object> processTags() {
    return values(process.getTags());
  }

  /** The fields of the only log. */
  public Map<String, Object> log() {
    if (span.getLogsSize() != 1) {
      throw new AssertionError(span.getLogs());
    }
    return values(span.getLogs().get(0).getFields());
  }

  private static Map<String, Object> values(List<Tag> tags) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Tag tag : tags) {
      Object value =
          switch (tag.getVType()) {
            case STRING -> tag.getVStr();
            case BOOL -> tag.isVBool();
            case LONG -> tag.getVLong();
            default -> throw new AssertionError(tag);
          };
      if (values.put(tag.getKey(), value) != null) {
        throw new AssertionError(tag.getKey() + " twice");
      }
    }
    return values;
  }
}
