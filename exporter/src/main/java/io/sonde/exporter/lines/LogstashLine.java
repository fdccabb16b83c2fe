package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.StackTraceText;
import java.util.Map;

/**
 * As logstash-logback-encoder writes events, with their time as {@code timestamp}, too, for the
 * {@code date} filter that so many pipelines have.
 *
 * <p>Strict: for a pipeline that takes the {@code message} apart again, {@code json} first and
 * {@code grok} with {@code %{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{GREEDYDATA:msg}}
 * then. Its {@code message} is JSON, which has the {@code message} that grok wants. {@code
 * timestamp} and {@code level} are left to grok: it would make lists of those that are there, and
 * {@code if [level] == "ERROR"} would be false.
 */
final class LogstashLine extends LogLine {
  private static final String STRICT_START = "{\"message\":\"";
  private static final String STRICT_END = "\"}";

  /** Logback's numbers; above its highest for what it does not have. */
  private static final int[] LEVEL_VALUES = {5_000, 10_000, 20_000, 30_000, 40_000, 50_000, 0};

  private final String service;
  private final OctetWriter inner;

  LogstashLine(Map<String, Object> resource, boolean strict) {
    service = ResourceText.of(resource, "service.name");
    inner = strict ? new OctetWriter(1024) : null;
  }

  @Override
  void fields(LogEvent event, Level level) {
    time("@timestamp", event);
    text("@version", "1");
    if (inner == null) {
      time("timestamp", event);
      text("level", level.name());
      text("message", event.message(), MAX_MESSAGE);
    } else {
      strictMessage(event, level);
    }
    text("logger_name", event.logger());
    text("thread_name", event.threadName());
    number("level_value", LEVEL_VALUES[level.ordinal()]);
    text("service.name", service);
    Span span = event.span();
    if (span != null) {
      traceId("trace_id", span);
      spanId("span_id", span);
    }
    if (event.thrown() != null) {
      text("stack_trace", StackTraceText.of(event.thrown()), MAX_STACK_TRACE);
    }
  }

  /** JSON within a JSON string: of its characters only quotes and backslashes need an escape. */
  private void strictMessage(LogEvent event, Level level) {
    if (!key("message")) {
      return;
    }
    inner.reset();
    inner.rawText(STRICT_START);
    isoTime(inner, event);
    inner.rawByte(' ');
    // The pattern LOGLEVEL knows no level that says that there is none.
    inner.rawText(level == Level.UNKNOWN ? Level.INFO.name() : level.name());
    inner.rawByte(' ');
    JsonText.escape(inner, event.message(), MAX_MESSAGE / 2);
    inner.rawText(STRICT_END);
    OctetWriter out = out();
    byte[] text = inner.buffer();
    out.rawByte('"');
    for (int i = 0; i < inner.size(); i++) {
      if (text[i] == '"' || text[i] == '\\') {
        out.rawByte('\\');
      }
      out.rawByte(text[i]);
    }
    out.rawByte('"');
  }

  /** Where the pipeline ends there is mostly Elasticsearch. */
  @Override
  boolean clash(String key, String written) {
    return DottedKeys.clash(key, written);
  }

  /** What the pipeline writes itself. */
  @Override
  boolean reserved(String key) {
    return key.equals("tags")
        || inner != null && (key.equals("timestamp") || key.equals("level") || key.equals("msg"));
  }

  @Override
  String elsewhere(String key) {
    return "attributes." + key;
  }
}
