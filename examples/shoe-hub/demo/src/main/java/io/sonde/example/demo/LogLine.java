package io.sonde.example.demo;

/** A log record as it came over OTLP; time in nanoseconds since 1970, exception "" if none. */
record LogLine(
    String service,
    String traceId,
    long time,
    String severity,
    String logger,
    String body,
    String exception) {

  /** Decodes {@code opentelemetry.proto.logs.v1.LogRecord}. */
  static LogLine of(String service, String logger, Message log) {
    return new LogLine(
        service,
        log.hex(9),
        log.number(1),
        log.text(3),
        logger,
        log.message(5).text(1),
        Attributes.text(log.messages(6), "exception.type"));
  }
}
