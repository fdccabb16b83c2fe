package io.sonde.agent.config;

import java.util.Map;
import java.util.function.Function;

/** Sending by OTLP, in general and for each signal. */
public final class OtlpKeys {
  private static final long MAX_TIMEOUT = 600_000;

  static final Section SECTION =
      new Section(
          "OTLP",
          "How spans, metrics and log records are sent by OTLP. A key with `traces`, `metrics` or"
              + " `logs` in it wins for that signal.");

  public static final Key<String> ENDPOINT =
      SECTION.url(
          "otel.exporter.otlp.endpoint",
          null,
          "Where to send to: `http://localhost:4318` when unset, or `http://localhost:4317` for"
              + " `grpc`. Over HTTP, `/v1/traces`, `/v1/metrics` or `/v1/logs` is added"
              + " to its path.");

  public static final Key<String> PROTOCOL =
      SECTION.oneOf(
          "otel.exporter.otlp.protocol",
          null,
          "How to send. When unset, `grpc` for an endpoint with port 4317, where collectors speak"
              + " nothing else, and `http/protobuf` for any other.",
          "grpc",
          "http/protobuf",
          "http/json");

  public static final Key<Map<String, String>> HEADERS =
      SECTION.headers(
          "otel.exporter.otlp.headers", "Headers of every request, such as credentials.");

  public static final Key<Long> TIMEOUT =
      SECTION.millis(
          "otel.exporter.otlp.timeout", 10_000, MAX_TIMEOUT, "How long one request may take.");

  public static final Key<String> COMPRESSION =
      SECTION.oneOf(
          "otel.exporter.otlp.compression",
          "none",
          "How requests are compressed. `gzip` makes a seventh of them, and doubles the work of"
              + " exporting.",
          "gzip",
          "none");

  public static final Key<String> CERTIFICATE =
      SECTION.text(
          "otel.exporter.otlp.certificate",
          null,
          "Path of a PEM file with the certificates to trust; the JVM's own when unset.");

  public static final Key<String> CLIENT_KEY =
      SECTION.text(
          "otel.exporter.otlp.client.key",
          null,
          "Path of a PEM file with the private key to show to the server.");

  public static final Key<String> CLIENT_CERTIFICATE =
      SECTION.text(
          "otel.exporter.otlp.client.certificate",
          null,
          "Path of a PEM file with the certificate chain to show to the server.");

  public static final Key<String> TEMPORALITY =
      SECTION.oneOf(
          "otel.exporter.otlp.metrics.temporality.preference",
          "cumulative",
          "Whether sums count from the start of the process or from the sending before.",
          "cumulative",
          "delta",
          "lowmemory");

  public static final Key<String> HISTOGRAM_AGGREGATION =
      SECTION.oneOf(
          "otel.exporter.otlp.metrics.default.histogram.aggregation",
          "explicit_bucket_histogram",
          "The kind of histogram that is sent.",
          "explicit_bucket_histogram",
          "base2_exponential_bucket_histogram");

  public static final Key<Boolean> COMPAT =
      SECTION.flag(
          "sonde.otlp.compat",
          true,
          "Whether metrics are sent with `http.server.request.count` beside them, which dashboards"
              + " behind a Collector ask for as `otel_http_server_request_count_total`.");

  public static final Key<String> LOG_BODY =
      SECTION.oneOf(
          "sonde.otlp.logs.body",
          "message",
          "The body of a log record: its message, or a line with all that it has. Behind a"
              + " Collector Loki shows the body as the line, and queries that filter lines by a"
              + " level or a trace id, or read them as JSON, need `json`.",
          "message",
          "json",
          "ecs",
          "logstash");

  static {
    signal("traces");
    signal("metrics");
    signal("logs");
  }

  private OtlpKeys() {}

  private static void signal(String signal) {
    String prefix = "otel.exporter.otlp." + signal + ".";
    String same = "The same for " + signal + " only.";
    SECTION.like(
        ENDPOINT, prefix + "endpoint", "The same for " + signal + " only, used just as it is.");
    SECTION.like(PROTOCOL, prefix + "protocol", same);
    SECTION.like(HEADERS, prefix + "headers", same);
    SECTION.like(TIMEOUT, prefix + "timeout", same);
    SECTION.like(COMPRESSION, prefix + "compression", same);
    SECTION.like(CERTIFICATE, prefix + "certificate", same);
    SECTION.like(CLIENT_KEY, prefix + "client.key", same);
    SECTION.like(CLIENT_CERTIFICATE, prefix + "client.certificate", same);
  }

  /**
   * The settings as texts by property name, for an exporter that resolves signals itself. A
   * malformed one is told and counts as unset; a duration is in milliseconds.
   */
  public static Function<String, String> texts(final Config config) {
    return new Function<String, String>() {
      @Override
      public String apply(String name) {
        for (int i = 0; i < SECTION.keys.size(); i++) {
          Key<?> key = SECTION.keys.get(i);
          if (key.name.equals(name)) {
            return config.checkedText(key);
          }
        }
        // Else a setting could be read that the documentation does not have.
        throw new IllegalStateException(name + " is not declared");
      }
    };
  }
}
