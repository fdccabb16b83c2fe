package io.sonde.agent.config;

/** Spans, metrics and log records to a file. */
public final class OtlpFileKeys {
  static final Section SECTION =
      new Section(
          "OTLP file",
          "The exporter `otlp-file` of all three signals: a request as OTLP/JSON on each line, as"
              + " OpenTelemetry's file exporter writes them.");

  public static final Key<String> PATH =
      SECTION.text(
          "sonde.exporter.otlp-file.path",
          "otlp.jsonl",
          "Path of the file, which is appended to. Its directory must be there.");

  public static final Key<Integer> MAX_BYTES =
      SECTION.number(
          "sonde.exporter.otlp-file.max-bytes",
          100 * 1024 * 1024,
          1,
          Integer.MAX_VALUE,
          "bytes",
          "How large the file may become; what comes then is rejected.");

  private OtlpFileKeys() {}
}
