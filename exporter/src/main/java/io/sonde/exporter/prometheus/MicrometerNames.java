package io.sonde.exporter.prometheus;

/**
 * Names and labels that Micrometer gives, which dashboard 4701 ("JVM (Micrometer)") queries. Where
 * the name is the semantic one too, the series has the labels of both.
 *
 * <p>One of its panels stays empty: thread states, a dump of which stops the application (fault
 * I11).
 */
final class MicrometerNames {
  private static final String HTTP = "http_server_request_duration_seconds";
  private static final String HTTP_MICROMETER = "http_server_requests_seconds";
  private static final String GC = "jvm_gc_duration_seconds";
  private static final String GC_MICROMETER = "jvm_gc_pause_seconds";
  private static final String CONNECTIONS = "db_client_connection_count";
  private static final String CONNECTION = "db_client_connection_";
  private static final String STATE = "db_client_connection_state";
  private static final String THREADS = "jvm_thread_count";

  static final CompatName[] ALL = {
    http(summary(HTTP_MICROMETER, HTTP)),
    http(max(HTTP_MICROMETER + "_max", HTTP)),
    gc(summary(GC_MICROMETER, GC)),
    gc(max(GC_MICROMETER + "_max", GC)),
    memory("jvm_memory_used_bytes", "jvm_memory_used_bytes"),
    memory("jvm_memory_committed_bytes", "jvm_memory_committed_bytes"),
    memory("jvm_memory_limit_bytes", "jvm_memory_limit_bytes"),
    memory("jvm_memory_max_bytes", "jvm_memory_limit_bytes"),
    buffer("jvm_buffer_memory_used_bytes", "jvm_buffer_memory_used_bytes").allLabels(),
    buffer("jvm_buffer_total_capacity_bytes", "jvm_buffer_memory_limit_bytes"),
    buffer("jvm_buffer_count_buffers", "jvm_buffer_count"),
    gauge("jvm_threads_live_threads", THREADS),
    gauge("jvm_threads_daemon_threads", THREADS).only("jvm_thread_daemon", 't'),
    gauge("jvm_threads_peak_threads", "jvm_thread_peak"),
    gauge("jvm_classes_loaded_classes", "jvm_class_count"),
    counter("jvm_classes_unloaded_classes", "jvm_class_unloaded"),
    counter("jvm_gc_memory_allocated_bytes", "jvm_gc_memory_allocated_bytes"),
    counter("jvm_gc_memory_promoted_bytes", "jvm_gc_memory_promoted_bytes"),
    gauge("process_cpu_usage", "jvm_cpu_recent_utilization"),
    gauge("system_cpu_usage", "jvm_system_cpu_utilization"),
    gauge("system_cpu_count", "jvm_cpu_count"),
    gauge("system_load_average_1m", "jvm_system_cpu_load_1m"),
    gauge("process_uptime_seconds", "process_uptime_seconds"),
    gauge("process_start_time_seconds", "process_start_time_seconds"),
    gauge("process_files_open_files", "jvm_file_descriptor_count"),
    gauge("process_files_max_files", "jvm_file_descriptor_limit"),
    counter("logback_events", "sonde_log_events").label("level", "level"),
    pool(gauge("hikaricp_connections", CONNECTIONS)),
    pool(gauge("hikaricp_connections_active", CONNECTIONS)).only(STATE, 'u'),
    pool(gauge("hikaricp_connections_idle", CONNECTIONS)).only(STATE, 'i'),
    pool(gauge("hikaricp_connections_pending", CONNECTION + "pending_requests")),
    pool(gauge("hikaricp_connections_max", CONNECTION + "max")),
    pool(gauge("hikaricp_connections_min", CONNECTION + "idle_min")),
    pool(counter("hikaricp_connections_timeout", CONNECTION + "timeouts")),
    pool(summary("hikaricp_connections_creation_seconds", CONNECTION + "create_time_seconds")),
    pool(max("hikaricp_connections_creation_seconds_max", CONNECTION + "create_time_seconds")),
    pool(summary("hikaricp_connections_usage_seconds", CONNECTION + "use_time_seconds")),
    pool(max("hikaricp_connections_usage_seconds_max", CONNECTION + "use_time_seconds")),
    pool(summary("hikaricp_connections_acquire_seconds", CONNECTION + "wait_time_seconds")),
    pool(max("hikaricp_connections_acquire_seconds_max", CONNECTION + "wait_time_seconds")),
    threadPool("tomcat_threads_current_threads", "tomcat_thread_count"),
    threadPool("tomcat_threads_busy_threads", "tomcat_thread_busy_count"),
    threadPool("tomcat_threads_config_max_threads", "tomcat_thread_limit"),
  };

  private MicrometerNames() {}

  private static CompatName gauge(String name, String source) {
    return with(CompatNames.gauge(CompatGroup.MICROMETER, name, source));
  }

  private static CompatName counter(String name, String source) {
    return with(CompatNames.counter(CompatGroup.MICROMETER, name, source));
  }

  private static CompatName summary(String name, String source) {
    return with(CompatNames.summary(CompatGroup.MICROMETER, name, source));
  }

  private static CompatName max(String name, String source) {
    return with(
        new CompatName(
            CompatGroup.MICROMETER, name, Family.Type.GAUGE, source, CompatName.Part.MAX));
  }

  private static CompatName with(CompatName name) {
    return name.service("application");
  }

  private static CompatName http(CompatName name) {
    return name.label("method", "http_request_method")
        .label("status", "http_response_status_code")
        .label(CompatLabel.of("uri", "http_route", "UNKNOWN"))
        .label(CompatLabel.outcome("http_response_status_code"))
        .label(CompatLabel.exception("error_type"));
  }

  private static CompatName gc(CompatName name) {
    return name.label("action", "jvm_gc_action")
        .label("cause", "jvm_gc_cause")
        .label("gc", "jvm_gc_name");
  }

  private static CompatName memory(String name, String source) {
    return gauge(name, source)
        .allLabels()
        .label(CompatLabel.area("jvm_memory_type"))
        .label("id", "jvm_memory_pool_name");
  }

  private static CompatName buffer(String name, String source) {
    return gauge(name, source).label("id", "jvm_buffer_pool_name");
  }

  private static CompatName pool(CompatName name) {
    return name.label("pool", "db_client_connection_pool_name");
  }

  private static CompatName threadPool(String name, String source) {
    return gauge(name, source).label("name", "tomcat_thread_pool_name");
  }
}
