package io.sonde.exporter.prometheus;

/**
 * The names under which existing dashboards, rules and queries look for what the semantic
 * conventions name otherwise. Each is a sum, over the labels that it leaves out, of the family that
 * it is derived from. A name that another family has is left to that one, so an application's own
 * metrics always win.
 *
 * <p>None has native buckets: Prometheus drops the classic ones of a histogram that has both, and
 * the queries that these names exist for read {@code _bucket}.
 */
final class CompatNames {
  private static final String HTTP = "http_server_request_duration_seconds";
  private static final String ACTIVE = "http_server_active_requests";
  private static final String STATUS = "http_response_status_code";
  private static final String METHOD = "http_request_method";
  private static final String ROUTE = "http_route";

  private static final CompatName[] NAMES = {
    counter("http_requests", HTTP)
        .label("method", METHOD)
        .label("path", ROUTE)
        .label("endpoint", ROUTE)
        .label("status", STATUS),
    histogram("http_request_duration_seconds", HTTP)
        .label("method", METHOD)
        .label("path", ROUTE)
        .label("endpoint", ROUTE),
    histogram("http_response_time_seconds", HTTP),
    summary("request_latency_seconds", HTTP),
    counter("http_errors", HTTP).only(STATUS, '5'),
    gauge("http_requests_in_progress", ACTIVE).label("method", METHOD),
    gauge("http_active_connections", ACTIVE),
    summary("rpc_duration_seconds", "http_client_request_duration_seconds"),
    summary("db_query_duration_seconds", "db_client_operation_duration_seconds"),
    gauge("memory_usage_bytes", "jvm_memory_used_bytes"),
    counter("cpu_usage_seconds", "jvm_cpu_time_seconds"),
    // What the OpenTelemetry Collector's exporter makes with the namespace "otel".
    counter("otel_http_server_request_count", HTTP).allLabels(),
    histogram("otel_http_server_request_duration_seconds", HTTP).allLabels(),
    gauge("otel_http_server_active_requests", ACTIVE).allLabels(),
    // Micrometer's labels (dashboard 4701) beside the semantic ones, on the same series.
    memory("jvm_memory_used_bytes", "jvm_memory_used_bytes"),
    memory("jvm_memory_committed_bytes", "jvm_memory_committed_bytes"),
    memory("jvm_memory_limit_bytes", "jvm_memory_limit_bytes"),
    memory("jvm_memory_max_bytes", "jvm_memory_limit_bytes"),
  };

  private CompatNames() {}

  static void addTo(Families families) {
    for (CompatName name : NAMES) {
      name.addTo(families);
    }
  }

  private static CompatName counter(String name, String source) {
    return new CompatName(name, Family.Type.COUNTER, source);
  }

  private static CompatName gauge(String name, String source) {
    return new CompatName(name, Family.Type.GAUGE, source);
  }

  private static CompatName histogram(String name, String source) {
    return new CompatName(name, Family.Type.HISTOGRAM, source);
  }

  private static CompatName summary(String name, String source) {
    return new CompatName(name, Family.Type.SUMMARY, source);
  }

  private static CompatName memory(String name, String source) {
    return gauge(name, source)
        .allLabels()
        .label("area", "jvm_memory_type")
        .label("id", "jvm_memory_pool_name");
  }
}
