package io.sonde.agent.config;

import java.util.List;

/** Metrics: where they go, how many series there may be, and the scrape endpoint. */
public final class MetricKeys {
  static final Section SECTION = new Section("Metrics", "How metrics are offered and sent.");

  public static final Key<List<String>> EXPORTER =
      SECTION.names(
          "otel.metrics.exporter",
          "prometheus,otlp",
          "Where metrics go: `prometheus` answers scrapes, `otlp` sends them,"
              + " `remote-write` sends them to a Prometheus.",
          "otlp",
          "prometheus",
          "otlp-file",
          "remote-write");

  public static final Key<Long> EXPORT_INTERVAL =
      SECTION.millis(
          "otel.metric.export.interval",
          60_000,
          Section.DAY_MILLIS,
          "The time from one sending to the next.");

  public static final Key<String> EXEMPLAR_FILTER =
      SECTION.oneOf(
          "otel.metrics.exemplar.filter",
          "trace_based",
          "Whether histograms carry the ids of recorded traces as exemplars.",
          "trace_based",
          "always_off");

  public static final Key<Integer> CARDINALITY_LIMIT =
      SECTION.number(
          "sonde.metrics.cardinality-limit",
          2000,
          1,
          1_000_000,
          "series",
          "Series of one metric; what comes beyond is counted under `otel.metric.overflow`.");

  public static final Key<Boolean> APPLICATION =
      SECTION.flag(
          "sonde.metrics.application",
          true,
          "Whether metrics that the application keeps itself, with Micrometer or Prometheus' Java"
              + " client, are served and sent with the agent's.");

  public static final Key<Boolean> SPAN_METRICS =
      SECTION.flag(
          "sonde.metrics.span-metrics",
          false,
          "Whether all spans, sampled or not, are counted by name, kind and status:"
              + " `traces_span_metrics_calls_total` and"
              + " `traces_span_metrics_duration_milliseconds`, which fill Jaeger's Monitor tab.");

  public static final Key<String> PROMETHEUS_HOST =
      SECTION.text(
          "otel.exporter.prometheus.host",
          "0.0.0.0",
          "The address on which scrapes are answered. The OpenTelemetry agent listens on"
              + " `localhost`, where no Prometheus in another container reaches it.");

  public static final Key<Integer> PROMETHEUS_PORT =
      SECTION.number(
          "otel.exporter.prometheus.port",
          9464,
          0,
          65_535,
          "port",
          "The port on which scrapes are answered, under `/metrics`; 0 for any free one.");

  public static final Key<List<String>> PROMETHEUS_COMPAT =
      SECTION.names(
          "sonde.prometheus.compat",
          "classic,micrometer,otel-prefix",
          "Names that scrapes show beside those of the semantic conventions: `classic` such as"
              + " `http_requests_total`; `micrometer` such as `http_server_requests_seconds`, with"
              + " the label `application` (dashboard 4701); `otel-prefix`, what the Collector makes"
              + " with the namespace `otel`. `true` stands for all, `false` for none.",
          "classic",
          "micrometer",
          "otel-prefix",
          "true",
          "false");

  public static final Key<String> APPLICATION_PATH =
      SECTION.text(
          "sonde.prometheus.application-path",
          null,
          "A path, such as `/metrics`, under which scrapes are answered on the application's own"
              + " port as well (Tomcat); with the context path where there is one. Only where the"
              + " application would answer 404, behind its filters, and never for one of its"
              + " routes. Such scrapes are neither traced nor counted.");

  private MetricKeys() {}

  /** {@link #APPLICATION_PATH}, beginning with a slash however it was written; null when unset. */
  public static String applicationPath(Config config) {
    String path = config.get(APPLICATION_PATH);
    return path == null || path.startsWith("/") ? path : '/' + path;
  }
}
