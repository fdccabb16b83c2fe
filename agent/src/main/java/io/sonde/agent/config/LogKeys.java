package io.sonde.agent.config;

import java.util.List;

/** Log records: where they go and when. */
public final class LogKeys {
  static final Section SECTION =
      new Section("Logs", "Where the application's log events are sent to.");

  public static final Key<List<String>> EXPORTER =
      SECTION.names(
          "otel.logs.exporter",
          "otlp",
          "Where log records are sent to.",
          "otlp",
          "loki",
          "elasticsearch",
          "logstash",
          "otlp-file");

  public static final Key<Boolean> ACCESS =
      SECTION.flag(
          "sonde.logs.access",
          false,
          "Whether every request that the application answers is a log record, too: logger"
              + " `sonde.access`, `INFO` or from status 500 on `ERROR`, attributes `method`,"
              + " `endpoint` (the route, else the path), `path` (without query), `status`,"
              + " `response_time` (milliseconds) and, where the application puts it into its MDC,"
              + " `user_id`. Not for the paths of `sonde.traces.exclude-paths`.");

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

  public static final Key<String> FORMAT =
      SECTION.oneOf(
          "sonde.logs.format",
          "none",
          "What the application's own console and file appenders write in place of the text of"
              + " their pattern (Logback; UTF-8): a line of JSON for each event. What a pattern"
              + " leaves out is in it. Layouts and encoders of the application's own stay.",
          "none",
          "json",
          "ecs",
          "logstash",
          "logstash-strict");

  private LogKeys() {}
}
