package io.sonde.example.demo;

/** A span as it came over OTLP; times in nanoseconds since 1970. */
record Span(
    String service,
    String traceId,
    String spanId,
    String parentId,
    String name,
    String kind,
    boolean failed,
    long start,
    long end) {
  private static final String[] KINDS = {
    "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"
  };

  private static final int STATUS_ERROR = 2;

  /** Decodes {@code opentelemetry.proto.trace.v1.Span}. */
  static Span of(String service, Message span) {
    return new Span(
        service,
        span.hex(1),
        span.hex(2),
        span.hex(4),
        span.text(5),
        KINDS[(int) span.number(6)],
        span.message(15).number(3) == STATUS_ERROR,
        span.number(7),
        span.number(8));
  }
}
