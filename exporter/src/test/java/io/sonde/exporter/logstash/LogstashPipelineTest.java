package io.sonde.exporter.logstash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestLog;
import io.sonde.exporter.lines.LineFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines under a pipeline as users have it: json, date and grok one after another. */
class LogstashPipelineTest {
  private static final Path CONFIG = Path.of("../examples/logstash/logstash.conf");
  private static final Path ALERT = Path.of("../examples/logstash/alert.conf");
  private static final String ISO = "2026-04-01T10:00:00.123Z";

  private static Map<String, Object> event(LineFormat format, TestLog log) throws Exception {
    ProtoWriter out = new ProtoWriter(0);
    LogEvent event = log.at(1_775_037_600_123_000_000L).with("user_id", "user123").event();
    format.line(TestLog.RESOURCE).write(out, event);
    return new LogstashPipeline(CONFIG)
        .event(new String(out.toByteArray(), StandardCharsets.UTF_8));
  }

  @Test
  void plainLinesAreTaggedAndIndexed() throws Exception {
    Map<String, Object> event = event(LineFormat.LOGSTASH, new TestLog("boom").error());
    assertEquals(List.of("_jsonparsefailure", "_grokparsefailure"), event.get("tags"));
    assertEquals("boom", event.get("message"));
    assertEquals("ERROR", event.get("level"));
    assertEquals(ISO, event.get("timestamp"));
    assertEquals("user123", event.get("user_id"));
    assertEquals(Instant.parse(ISO), event.get("@timestamp"));
    assertEquals("production", event.get("environment"));
    assertEquals("logs-2026.04.01", new LogstashPipeline(CONFIG).index(event));
    assertTrue(LogstashPipeline.condition(ALERT, event));
  }

  @Test
  void strictLinesPassUntagged() throws Exception {
    for (String message :
        List.of("boom", "", "{\"a\":1}", "\"\\\n\u0000\ud83d", "ü".repeat(70_000))) {
      for (int severity = 0; severity <= 25; severity++) {
        Map<String, Object> event =
            event(LineFormat.LOGSTASH_STRICT, new TestLog(message).severity(severity));
        assertEquals(List.of(), event.get("tags"), event::toString);
        assertEquals(ISO, event.get("timestamp"));
        assertEquals(Instant.parse(ISO), event.get("@timestamp"));
        assertEquals("user123", event.get("user_id"));
        assertEquals("logs-2026.04.01", new LogstashPipeline(CONFIG).index(event));
        assertEquals(severity >= 17 && severity <= 20, LogstashPipeline.condition(ALERT, event));
      }
    }
    Map<String, Object> event = event(LineFormat.LOGSTASH_STRICT, new TestLog("boom").error());
    assertEquals(ISO + " ERROR boom", event.get("message"));
    assertEquals("boom", event.get("msg"));
    assertEquals("ERROR", event.get("level"));
  }

  /** The receiver itself: what it would tag. */
  @Test
  void whatTheReceiverTags() throws Exception {
    LogstashPipeline pipeline = new LogstashPipeline(CONFIG);
    assertEquals(5000, pipeline.port);
    assertEquals(List.of("_jsonparsefailure"), pipeline.event("no json").get("tags"));
    assertEquals(
        List.of("_jsonparsefailure", "_dateparsefailure"),
        pipeline
            .event(
                "{\"@timestamp\":\"2026-04-01T10:00:00Z\",\"timestamp\":\"yesterday\","
                    + "\"message\":\"2026-04-01T10:00:00Z INFO x\"}")
            .get("tags"));
    Map<String, Object> twice =
        pipeline.event(
            "{\"@timestamp\":\"2026-04-01T10:00:00Z\",\"level\":\"ERROR\","
                + "\"message\":\"2026-04-01T10:00:00Z ERROR x\"}");
    assertEquals(List.of("ERROR", "ERROR"), twice.get("level"));
    assertFalse(LogstashPipeline.condition(ALERT, twice));
  }
}
