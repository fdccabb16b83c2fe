package io.sonde.agent.config;

import java.util.List;
import java.util.Map;

/** Log records: where they go and when. */
public final class LogKeys {
  static final Section SECTION =
      new Section("Logs", "Where the application's log events are sent to.");

  public static final Key<List<String>> EXPORTER =
      SECTION.names("otel.logs.exporter", "otlp", "Where log records are sent to.", "otlp", "loki");

  public static final Key<Long> BATCH_DELAY =
      SECTION.millis(
          "otel.blrp.schedule.delay",
          1000,
          Section.DAY_MILLIS,
          "The longest that a log record waits for its batch to fill.");

  public static final Key<Integer> QUEUE_SIZE =
      SECTION.number(
          "otel.blrp.max.queue.size",
          8192,
          1,
          1 << 20,
          "records",
          "Log records that may wait. The specification's default is 2048.");

  public static final Key<Integer> BATCH_SIZE =
      SECTION.number(
          "otel.blrp.max.export.batch.size",
          512,
          1,
          1 << 16,
          "records",
          "Log records sent at once.");

  public static final Key<String> LOKI_ENDPOINT =
      SECTION.url(
          "sonde.exporter.loki.endpoint",
          "http://localhost:3100",
          "Where the `loki` exporter sends to; `/loki/api/v1/push` is added to it.");

  public static final Key<Map<String, String>> LOKI_HEADERS =
      SECTION.headers(
          "sonde.exporter.loki.headers", "Headers of every request to Loki, such as credentials.");

  public static final Key<String> LOKI_TENANT =
      SECTION.text(
          "sonde.exporter.loki.tenant", null, "The tenant, sent as header `X-Scope-OrgID`.");

  private LogKeys() {}
}
