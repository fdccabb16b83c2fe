package io.sonde.exporter.prometheus;

import java.util.Set;

/**
 * The names under which existing dashboards, rules and queries look for what the semantic
 * conventions name otherwise. Each is a sum, over the labels that it leaves out, of the family that
 * it is derived from; so it has no more series than that one. A name that another family has is
 * left to that one, so an application's own metrics always win; but not those that its Micrometer
 * makes of what the agent measures, too.
 *
 * <p>None has native buckets: Prometheus drops the classic ones of a histogram that has both, and
 * the queries that these names exist for read {@code _bucket}.
 */
final class CompatNames {
  private static final String HTTP = "http_server_request_duration_seconds";
  private static final String ACTIVE = "http_server_active_requests";
  private static final String SPANS = "traces_span_metrics_duration_milliseconds";
  private static final String STATUS = "http_response_status_code";
  private static final String METHOD = "http_request_method";
  private static final String ROUTE = "http_route";

  private static final CompatName[] NAMES = {
    counter(CompatGroup.CLASSIC, "http_requests", HTTP)
        .label("method", METHOD)
        .route("path", ROUTE)
        .route("endpoint", ROUTE)
        .label("status", STATUS),
    histogram(CompatGroup.CLASSIC, "http_request_duration_seconds", HTTP)
        .label("method", METHOD)
        .route("path", ROUTE)
        .route("endpoint", ROUTE),
    histogram(CompatGroup.CLASSIC, "http_response_time_seconds", HTTP),
    quantiles("request_latency_seconds", HTTP),
    counter(CompatGroup.CLASSIC, "http_errors", HTTP).only(STATUS, '5'),
    gauge(CompatGroup.CLASSIC, "http_requests_in_progress", ACTIVE).label("method", METHOD),
    gauge(CompatGroup.CLASSIC, "http_active_connections", ACTIVE),
    quantiles("rpc_duration_seconds", "http_client_request_duration_seconds"),
    quantiles("db_query_duration_seconds", "db_client_operation_duration_seconds"),
    gauge(CompatGroup.CLASSIC, "memory_usage_bytes", "jvm_memory_used_bytes"),
    counter(CompatGroup.CLASSIC, "cpu_usage_seconds", "jvm_cpu_time_seconds"),
    counter(CompatGroup.OTEL_PREFIX, "otel_http_server_request_count", HTTP).allLabels(),
    histogram(CompatGroup.OTEL_PREFIX, "otel_http_server_request_duration_seconds", HTTP)
        .allLabels(),
    gauge(CompatGroup.OTEL_PREFIX, "otel_http_server_active_requests", ACTIVE).allLabels(),
    // Jaeger's Monitor tab selects by the name of the service.
    histogram(null, SPANS, SPANS).allLabels().service("service_name"),
    counter(null, "traces_span_metrics_calls", SPANS).allLabels(),
  };

  private CompatNames() {}

  /**
   * All but the group {@code micrometer}.
   *
   * @param service the name of the service, null when it has none
   */
  static void addTo(Families families, Set<CompatGroup> groups, String service) {
    for (CompatName name : NAMES) {
      if (name.group == null || groups.contains(name.group)) {
        name.addTo(families, service);
      }
    }
  }

  /** The group {@code micrometer}. */
  static void addMicrometer(Families families, Set<CompatGroup> groups, String service) {
    if (groups.contains(CompatGroup.MICROMETER)) {
      for (CompatName name : MicrometerNames.ALL) {
        name.addTo(families, service);
      }
    }
  }

  static CompatName counter(CompatGroup group, String name, String source) {
    return new CompatName(group, name, Family.Type.COUNTER, source, CompatName.Part.VALUE);
  }

  static CompatName gauge(CompatGroup group, String name, String source) {
    return new CompatName(group, name, Family.Type.GAUGE, source, CompatName.Part.VALUE);
  }

  static CompatName histogram(CompatGroup group, String name, String source) {
    return new CompatName(group, name, Family.Type.HISTOGRAM, source, CompatName.Part.DISTRIBUTION);
  }

  private static CompatName quantiles(String name, String source) {
    return new CompatName(
        CompatGroup.CLASSIC, name, Family.Type.SUMMARY, source, CompatName.Part.QUANTILES);
  }

  static CompatName summary(CompatGroup group, String name, String source) {
    return new CompatName(group, name, Family.Type.SUMMARY, source, CompatName.Part.DISTRIBUTION);
  }
}
