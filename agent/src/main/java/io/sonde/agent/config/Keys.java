package io.sonde.agent.config;

/** All keys there are, for the documentation and to find misspelt ones. Loads all their classes. */
final class Keys {
  private Keys() {}

  static Section[] sections() {
    return new Section[] {
      GeneralKeys.SECTION,
      TraceKeys.SECTION,
      MetricKeys.SECTION,
      LogKeys.SECTION,
      OtlpKeys.SECTION,
      OtlpFileKeys.SECTION,
      LokiKeys.SECTION,
      LogstashKeys.SECTION,
      SpoolKeys.SECTION,
      RemoteWriteKeys.SECTION,
      JaegerKeys.SECTION,
      PrometheusKeys.SECTION,
      ConsoleKeys.SECTION,
      ZipkinKeys.SECTION,
      ElasticsearchKeys.SECTION
    };
  }
}
