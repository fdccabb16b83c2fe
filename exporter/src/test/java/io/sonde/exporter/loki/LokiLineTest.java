package io.sonde.exporter.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The line under the queries and links that users have. */
class LokiLineTest {
  private final LokiLine line = new LokiLine();

  private String write(TestLog log) {
    String text = line.write(log, Level.of(log.severity));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(utf8.length, line.bytes());
    assertTrue(utf8.length <= LokiLine.MAX_BYTES);
    return text;
  }

  /** Strict, flat, no key twice; and no two keys that LogQL's json would make one label of. */
  private static Map<String, Object> parse(String text) throws IOException {
    JsonFactory factory = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    Map<String, Object> fields = new LinkedHashMap<>();
    Set<String> labels = new HashSet<>();
    try (JsonParser in = factory.createParser(text.getBytes(StandardCharsets.UTF_8))) {
      assertEquals(JsonToken.START_OBJECT, in.nextToken());
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String key = in.currentName();
        assertTrue(labels.add(key.replaceAll("[^A-Za-z0-9_]", "_")), key);
        fields.put(
            key,
            switch (in.nextToken()) {
              case VALUE_STRING -> in.getText();
              case VALUE_NUMBER_INT -> in.getLongValue();
              case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
              case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
              default -> throw new IOException("nested");
            });
      }
      assertNull(in.nextToken());
    }
    return fields;
  }

  @Test
  void oneLineServesAllFourLinks() throws Exception {
    TestLog log =
        new TestLog("card \"1\" declined\n")
            .error()
            .traced()
            .with(
                Attributes.builder()
                    .put("exception.type", "com.shop.pay.InsufficientFunds")
                    .put("exception.message", "12 < 40")
                    .put(
                        "exception.stacktrace",
                        "com.shop.pay.InsufficientFunds\n\tat A.b(A.java:1)")
                    .put("thread.name", "http-1")
                    .put("user_id", "u7")
                    .build());
    String text = write(log);
    // {container="my-app"} |= "ERROR"; Grafana from a trace to its logs; from a log to its trace.
    assertTrue(text.contains("ERROR"));
    assertTrue(text.contains(TestLog.TRACE_ID));
    Matcher derived = Pattern.compile("trace_id=(\\w+)").matcher(text);
    assertTrue(derived.find());
    assertEquals(TestLog.TRACE_ID, derived.group(1));
    assertFalse(text.contains("\n"));
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("level", "error");
    expected.put("severity", "ERROR");
    expected.put("message", "card \"1\" declined\n");
    expected.put("logger", "com.shop.Orders");
    expected.put("thread", "http-1");
    expected.put("trace_id", TestLog.TRACE_ID);
    expected.put("span_id", TestLog.SPAN_ID);
    expected.put("trace_ctx", "trace_id=" + TestLog.TRACE_ID + " span_id=" + TestLog.SPAN_ID);
    expected.put("error_type", "InsufficientFunds");
    expected.put("error_class", "com.shop.pay.InsufficientFunds");
    expected.put("error.message", "12 < 40");
    expected.put("stack_trace", "com.shop.pay.InsufficientFunds\n\tat A.b(A.java:1)");
    expected.put("user_id", "u7");
    assertEquals(expected, parse(text));
  }

  @Test
  void attributesKeepTheirTypes() throws Exception {
    Map<String, Object> fields =
        parse(
            write(
                new TestLog("x")
                    .with(
                        Attributes.builder()
                            .put("n", 42)
                            .put("d", 1.5)
                            .put("nan", Double.NaN)
                            .put("inf", Double.NEGATIVE_INFINITY)
                            .put("b", true)
                            .put(AttributeKey.stringArrayKey("list"), "a", "b")
                            .build())));
    assertEquals(42L, fields.get("n"));
    assertEquals(1.5, fields.get("d"));
    assertEquals("NaN", fields.get("nan"));
    assertEquals("-Infinity", fields.get("inf"));
    assertEquals(true, fields.get("b"));
    assertEquals("[a, b]", fields.get("list"));
  }

  @Test
  void attributesThatCollide() throws Exception {
    Attributes attributes =
        Attributes.builder()
            .put("message", "other")
            .put("level", 7)
            .put("trace_id", TestLog.TRACE_ID)
            .put("span.id", "app's own")
            .put("a.b", "1")
            .put("a_b", "2")
            .put("a-b", "3")
            .put("attributes.a_b", "4")
            .build();
    Map<String, Object> fields = parse(write(new TestLog("x").traced().with(attributes)));
    assertEquals("x", fields.get("message"));
    assertEquals("other", fields.get("attributes.message"));
    assertEquals(7L, fields.get("attributes.level"));
    assertFalse(fields.containsKey("attributes.trace_id"));
    assertEquals("app's own", fields.get("attributes.span.id"));
    fields = parse(write(new TestLog("x").with(attributes)));
    assertEquals(TestLog.TRACE_ID, fields.get("trace_id"));
  }

  @Test
  void whateverTheApplicationPutsIn() throws Exception {
    AttributesBuilder many = Attributes.builder();
    for (int i = 0; i < 2_000; i++) {
      many.put("k" + i + "\ud83d\u0000\"" + "k".repeat(i), "\u0001€".repeat(i * 5));
    }
    many.put("exception.type", "E".repeat(100_000));
    many.put("exception.message", "\ude00".repeat(100_000));
    many.put("exception.stacktrace", "\ud83d\ude00".repeat(100_000));
    for (int length : new int[] {0, 1, 42_000, 42_001, 300_000}) {
      Map<String, Object> fields =
          parse(write(new TestLog("\u0007€".repeat(length)).traced().with(many.build())));
      assertEquals(TestLog.TRACE_ID, fields.get("trace_id"));
      assertTrue(fields.get("stack_trace").toString().length() > 1_000);
    }
  }

  @Test
  void levels() {
    assertEquals(Level.UNKNOWN, Level.of(Severity.UNDEFINED_SEVERITY_NUMBER));
    assertEquals(Level.TRACE, Level.of(Severity.TRACE));
    assertEquals(Level.TRACE, Level.of(Severity.TRACE4));
    assertEquals(Level.DEBUG, Level.of(Severity.DEBUG));
    assertEquals(Level.INFO, Level.of(Severity.INFO2));
    assertEquals(Level.WARN, Level.of(Severity.WARN));
    assertEquals(Level.ERROR, Level.of(Severity.ERROR));
    assertEquals(Level.FATAL, Level.of(Severity.FATAL4));
  }
}
