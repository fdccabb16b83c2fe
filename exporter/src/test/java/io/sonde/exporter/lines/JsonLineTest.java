package io.sonde.exporter.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The line under the queries and links that users have. */
class JsonLineTest {
  private final LogLine line = new JsonLine(false);

  private String write(TestLog log) {
    ProtoWriter out = new ProtoWriter(0);
    out.rawText("before");
    line.write(out, log.event());
    assertTrue(out.size() - 6 <= LogLine.MAX_BYTES);
    return new String(out.buffer(), 6, out.size() - 6, StandardCharsets.UTF_8);
  }

  /** Strict, flat, no key twice; and no two keys that LogQL's json would make one label of. */
  private static Map<String, Object> parse(String text) throws IOException {
    Map<String, Object> fields = FlatJson.parse(text);
    Set<String> labels = new HashSet<>();
    for (String key : fields.keySet()) {
      assertTrue(labels.add(key.replaceAll("[^A-Za-z0-9_]", "_")), key);
    }
    return fields;
  }

  @Test
  void oneLineServesAllFourLinks() throws Exception {
    TestLog log =
        new TestLog("card \"1\" declined\n")
            .error()
            .traced()
            .thrown(new InsufficientFunds("12 < 40"))
            .with("thread.name", "other", "exception.type", "other", "user_id", "u7");
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
    expected.put("error_class", InsufficientFunds.class.getName());
    expected.put("error.message", "12 < 40");
    expected.put(
        "stack_trace", InsufficientFunds.class.getName() + ": 12 < 40\n\tat A.b(A.java:1)\n");
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
                        "n",
                        42L,
                        "d",
                        1.5,
                        "nan",
                        Double.NaN,
                        "inf",
                        Double.NEGATIVE_INFINITY,
                        "b",
                        true)));
    assertEquals(42L, fields.get("n"));
    assertEquals(1.5, fields.get("d"));
    assertEquals("NaN", fields.get("nan"));
    assertEquals("-Infinity", fields.get("inf"));
    assertEquals(true, fields.get("b"));
  }

  @Test
  void attributesThatCollide() throws Exception {
    Object[] attributes = {
      "message", "other",
      "level", 7L,
      "trace_id", TestLog.TRACE_ID,
      "span.id", "app's own",
      "a.b", "1",
      "a_b", "2",
      "a-b", "3",
      "attributes.a_b", "4",
    };
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
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add("k" + i + "\ud83d\u0000\"" + "k".repeat(i));
      many.add("\u0001€".repeat(i * 5));
    }
    Throwable thrown =
        new InsufficientFunds(
            "\ude00".repeat(100_000), new Exception("\ud83d\ude00".repeat(9_000)));
    for (int length : new int[] {0, 1, 42_000, 42_001, 300_000}) {
      Map<String, Object> fields =
          parse(
              write(
                  new TestLog("\u0007€".repeat(length))
                      .traced()
                      .thrown(thrown)
                      .with(many.toArray())));
      assertEquals(TestLog.TRACE_ID, fields.get("trace_id"));
      assertTrue(fields.get("stack_trace").toString().length() > 1_000);
    }
  }

  @Test
  void levels() {
    Level[] expected = {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL};
    for (int number = 1; number <= 24; number++) {
      assertEquals(expected[(number - 1) / 4], Level.of(number));
    }
    assertEquals(Level.UNKNOWN, Level.of(0));
    assertEquals(Level.UNKNOWN, Level.of(25));
  }

  private static final class InsufficientFunds extends Exception {
    InsufficientFunds(String message) {
      this(message, null);
    }

    InsufficientFunds(String message, Throwable cause) {
      super(message, cause);
      setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", 1)});
    }
  }
}
