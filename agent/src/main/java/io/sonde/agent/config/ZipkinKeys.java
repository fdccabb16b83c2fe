package io.sonde.agent.config;

/** Spans to Zipkin. */
public final class ZipkinKeys {
  static final Section SECTION = new Section("Zipkin", "The span exporter `zipkin`.");

  public static final HttpKeys HTTP =
      new HttpKeys(
          SECTION,
          "otel.exporter.zipkin",
          "http://localhost:9411/api/v2/spans",
          "Where spans are posted to; `/api/v2/spans` is added where it has no path.");

  public static final Key<String> COMPRESSION =
      SECTION.oneOf(
          "otel.exporter.zipkin.compression",
          "none",
          "How requests are compressed. `gzip` makes a twelfth of them, for three times the work of"
              + " exporting.",
          "gzip",
          "none");

  private ZipkinKeys() {}
}
