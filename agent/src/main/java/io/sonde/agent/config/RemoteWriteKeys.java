package io.sonde.agent.config;

/** Metrics to Prometheus, Mimir, Thanos, VictoriaMetrics and others that take its remote write. */
public final class RemoteWriteKeys {
  static final Section SECTION =
      new Section("Prometheus remote write", "The metric exporter `remote-write`.");

  public static final HttpKeys HTTP =
      new HttpKeys(
          SECTION,
          "sonde.exporter.remote-write",
          "http://localhost:9090/api/v1/write",
          "Where metrics are pushed to; `/api/v1/write` is added where it has no path.");

  public static final Key<String> TENANT =
      SECTION.text(
          "sonde.exporter.remote-write.tenant",
          null,
          "The tenant, sent as header `X-Scope-OrgID`.");

  public static final Key<Boolean> RESOURCE_LABELS =
      SECTION.flag(
          "sonde.exporter.remote-write.resource-labels",
          false,
          "Whether all series have the attributes of the process as labels, as with"
              + " `resource_to_telemetry_conversion` of the OpenTelemetry Collector; otherwise they"
              + " have `job` and `instance`, and `target_info` has the attributes.");

  public static final Key<String> VERSION =
      SECTION.oneOf(
          "sonde.exporter.remote-write.version",
          "auto",
          "The version of the protocol; `auto` tries 2.0, and goes on with 1.0 where the receiver"
              + " does not know it.",
          "auto",
          "1.0",
          "2.0");

  private RemoteWriteKeys() {}
}
