package io.sonde.exporter.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What collectors and pipelines find in a line of each format. */
class LineFormatTest {
  /** 2026-04-01T10:00:00.123456Z. */
  private static final long TIME = 1_775_037_600_123_456_789L;

  private static final String ISO = "2026-04-01T10:00:00.123456Z";
  private static final Map<String, Object> RESOURCE =
      Map.of(
          "service.name", "order-service",
          "service.version", "1.4.2",
          "deployment.environment.name", "production",
          "service.instance.id", "i-1");

  private static String text(LogLine line, TestLog log) {
    ProtoWriter out = new ProtoWriter(0);
    out.rawText("before");
    line.write(out, log.event());
    assertTrue(out.size() - 6 <= LogLine.MAX_BYTES);
    return new String(out.buffer(), 6, out.size() - 6, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> write(LineFormat format, TestLog log) throws IOException {
    return FlatJson.parse(text(format.line(RESOURCE), log));
  }

  private static TestLog log() {
    return new TestLog("card \"1\\2\" declined\nmore")
        .at(TIME)
        .error()
        .traced()
        .thrown(thrown("12 < 40"))
        .with("user_id", "user123", "order_id", 4711L, "amount", 129.9, "paid", false);
  }

  private static Throwable thrown(String message) {
    IllegalStateException thrown = new IllegalStateException(message);
    thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", 1)});
    return thrown;
  }

  private static void putAttributes(Map<String, Object> fields) {
    fields.put("user_id", "user123");
    fields.put("order_id", 4711L);
    fields.put("amount", 129.9);
    fields.put("paid", false);
  }

  @Test
  void ecs() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("@timestamp", ISO);
    expected.put("log.level", "ERROR");
    expected.put("message", "card \"1\\2\" declined\nmore");
    expected.put("ecs.version", "9.4.0");
    expected.put("service.name", "order-service");
    expected.put("service.version", "1.4.2");
    expected.put("service.environment", "production");
    expected.put("service.node.name", "i-1");
    expected.put("event.dataset", "order-service");
    expected.put("process.thread.name", "http-1");
    expected.put("log.logger", "com.shop.Orders");
    expected.put("trace.id", TestLog.TRACE_ID);
    expected.put("span.id", TestLog.SPAN_ID);
    expected.put("error.type", "java.lang.IllegalStateException");
    expected.put("error.message", "12 < 40");
    expected.put(
        "error.stack_trace", "java.lang.IllegalStateException: 12 < 40\n\tat A.b(A.java:1)\n");
    putAttributes(expected);
    Map<String, Object> fields = write(LineFormat.ECS, log());
    assertEquals(expected, fields);
    // The specification of the logging libraries wants these three first, for people who read.
    assertEquals(
        List.of("@timestamp", "log.level", "message", "ecs.version"),
        new ArrayList<>(fields.keySet()).subList(0, 4));
  }

  @Test
  void logstash() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("@timestamp", ISO);
    expected.put("@version", "1");
    expected.put("timestamp", ISO);
    expected.put("level", "ERROR");
    expected.put("message", "card \"1\\2\" declined\nmore");
    expected.put("logger_name", "com.shop.Orders");
    expected.put("thread_name", "http-1");
    expected.put("level_value", 40_000L);
    expected.put("service.name", "order-service");
    expected.put("trace_id", TestLog.TRACE_ID);
    expected.put("span_id", TestLog.SPAN_ID);
    expected.put("stack_trace", "java.lang.IllegalStateException: 12 < 40\n\tat A.b(A.java:1)\n");
    putAttributes(expected);
    assertEquals(expected, write(LineFormat.LOGSTASH, log()));
    Map<String, Object> strict = write(LineFormat.LOGSTASH_STRICT, log());
    assertEquals(
        Map.of("message", ISO + " ERROR card \"1\\2\" declined\nmore"),
        FlatJson.parse((String) strict.get("message")));
    // grok writes them, and would make lists of those that are there.
    expected.remove("timestamp");
    expected.remove("level");
    expected.put("message", strict.get("message"));
    assertEquals(expected, strict);
  }

  @Test
  void json() throws Exception {
    Map<String, Object> fields = write(LineFormat.JSON, log());
    assertEquals(ISO, fields.remove("timestamp"));
    assertEquals(FlatJson.parse(text(new JsonLine(false), log())), fields);
  }

  @Test
  void noTimeIsNow() throws Exception {
    String time = (String) write(LineFormat.ECS, new TestLog("x").at(0)).get("@timestamp");
    assertTrue(time.compareTo("2026") > 0, time);
  }

  @Test
  void whatElasticsearchWouldRefuse() throws Exception {
    TestLog log =
        new TestLog("x").with("log", "1", "host", "h", "a", "2", "a.b", "3", "c.d", "4", "c", "5");
    Map<String, Object> ecs = write(LineFormat.ECS, log);
    assertEquals("1", ecs.get("labels.log"));
    assertEquals("h", ecs.get("labels.host"));
    assertEquals("2", ecs.get("a"));
    assertEquals("3", ecs.get("labels.a_b"));
    assertEquals("4", ecs.get("c.d"));
    assertEquals("5", ecs.get("labels.c"));
    Map<String, Object> logstash =
        write(
            LineFormat.LOGSTASH_STRICT,
            new TestLog("x").with("service", "s", "tags", "t", "level", "l"));
    assertEquals("s", logstash.get("attributes.service"));
    assertEquals("t", logstash.get("attributes.tags"));
    assertEquals("l", logstash.get("attributes.level"));
    assertFalse(logstash.containsKey("level"));
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheApplicationPutsIn(LineFormat format) throws Exception {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add("k" + i + "\ud83d\u0000\"" + "k".repeat(i));
      many.add(i % 7 == 0 ? (Object) (double) i : "\u0001€".repeat(i * 5));
    }
    LogLine line = format.line(RESOURCE);
    for (String message : List.of("", "\u0007€", "\"", "\\", "\ude00", "{\"level\":")) {
      for (int times : new int[] {1, 42_000, 300_000}) {
        Map<String, Object> fields =
            FlatJson.parse(
                text(
                    line,
                    new TestLog(message.repeat(times))
                        .thrown(thrown("\ude00".repeat(100_000)))
                        .with(many.toArray())));
        assertTrue(fields.containsKey("message"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allocatesNothing(LineFormat format) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    LogLine line = format.line(RESOURCE);
    ProtoWriter out = new ProtoWriter(4_096);
    var event = new TestLog("order placed, ü").at(TIME).traced().with("n", 42L, "m", "ü").event();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < 1_000; j++) {
        out.reset();
        line.write(out, event);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1_000, least + " bytes");
  }

  @Test
  void names() {
    assertEquals(LineFormat.LOGSTASH_STRICT, LineFormat.of("logstash-strict"));
    assertThrows(IllegalArgumentException.class, () -> LineFormat.of("xml"));
  }
}
