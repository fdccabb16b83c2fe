package io.sonde.agent.config;

/** Log records to Loki. */
public final class LokiKeys {
  static final Section SECTION = new Section("Loki", "The log exporter `loki`.");

  public static final HttpKeys HTTP =
      new HttpKeys(
          SECTION,
          "sonde.exporter.loki",
          "http://localhost:3100",
          "Where log records are pushed to; `/loki/api/v1/push` is added where it has no path.");

  public static final Key<String> TENANT =
      SECTION.text(
          "sonde.exporter.loki.tenant", null, "The tenant, sent as header `X-Scope-OrgID`.");

  public static final Key<String> COMPRESSION =
      SECTION.oneOf(
          "sonde.exporter.loki.compression",
          "none",
          "How pushes are compressed. `snappy` makes a fifth of them, and doubles the work of"
              + " exporting.",
          "none",
          "snappy");

  private LokiKeys() {}
}
