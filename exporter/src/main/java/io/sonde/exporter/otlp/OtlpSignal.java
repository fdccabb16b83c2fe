package io.sonde.exporter.otlp;

/** A signal as OTLP knows it. */
public enum OtlpSignal {
  TRACES("traces", "trace.v1.TraceService"),
  METRICS("metrics", "metrics.v1.MetricsService"),
  LOGS("logs", "logs.v1.LogsService");

  private final String text;
  private final String service;

  OtlpSignal(String text, String service) {
    this.text = text;
    this.service = service;
  }

  /** {@code traces}, {@code metrics} or {@code logs}. */
  String text() {
    return text;
  }

  /** The path below the general endpoint of OTLP/HTTP. */
  String httpPath() {
    return "v1/" + text;
  }

  String grpcPath() {
    return "/opentelemetry.proto.collector." + service + "/Export";
  }
}
