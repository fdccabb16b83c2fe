package io.sonde.exporter.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Ids;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoresTest {
  private static final long NOW = 1_000_000_000L;

  private static StoredTrace trace(long id, long duration, int bytes, long endMillis) {
    byte[] summary = ("{\"traceId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    return new StoredTrace(0, id, duration, endMillis, summary, new byte[bytes]);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void slowestOfEachRoute() {
    TraceStore store = new TraceStore(1 << 20);
    for (int i = 1; i <= 100; i++) {
      store.add(trace(i, i, 10, NOW), "/fast", false, NOW);
      store.add(trace(1000 + i, 1000 + i, 10, NOW), "/slow", false, NOW);
    }
    String listed = text(store.list("slow"));
    assertTrue(
        listed.startsWith("{\"traces\":[{\"traceId\":\"1100\"},{\"traceId\":\"1099\"}"), listed);
    assertTrue(listed.contains("\"93\"") && !listed.contains("\"92\""), listed);
    assertEquals(16, listed.split("traceId").length - 1);
  }

  /** The first requests of a cold JVM do not stay for ever. */
  @Test
  void whatIsOldMakesRoom() {
    TraceStore store = new TraceStore(1 << 20);
    for (int i = 0; i < 8; i++) {
      store.add(trace(i, 1000, 10, NOW), "/x", false, NOW);
    }
    store.add(trace(98, 1, 10, NOW), "/x", false, NOW);
    assertFalse(text(store.list("slow")).contains("\"98\""));
    long later = NOW + 600_001;
    store.add(trace(99, 1, 10, later), "/x", false, later);
    assertTrue(text(store.list("slow")).contains("\"99\""));
  }

  @Test
  void failedAndLatest() {
    TraceStore store = new TraceStore(1 << 20);
    for (int i = 0; i < 300; i++) {
      store.add(trace(i, 1, 10, NOW), "/x", i % 3 == 0, NOW);
    }
    String failed = text(store.list("failed"));
    assertTrue(
        failed.startsWith("{\"traces\":[{\"traceId\":\"297\"},{\"traceId\":\"294\"}"), failed);
    assertEquals(100, failed.split("traceId").length - 1);
    String recent = text(store.list("recent"));
    assertTrue(
        recent.startsWith("{\"traces\":[{\"traceId\":\"299\"},{\"traceId\":\"298\"}"), recent);
    assertNotNull(store.find(Ids.hex(0, 299)));
    assertNull(store.find(Ids.hex(1, 299)));
    assertNull(store.find("../../etc/passwd"));
    assertNull(store.find(null));
  }

  private static StoredTrace part(long id, long duration, String json) {
    byte[] summary = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new StoredTrace(0, id, duration, NOW, summary, bytes);
  }

  /** A request may come into the process more than once: by way of another service, or in turns. */
  @Test
  void aTraceHasAllItsLocalRoots() {
    TraceStore store = new TraceStore(1 << 20);
    store.add(part(7, 1000, "{\"n\":1}"), "/x", true, NOW);
    store.add(part(7, 10, "{\"n\":2}"), "/y", false, NOW);
    store.add(part(8, 10, "{\"n\":3}"), "/y", false, NOW);
    assertEquals(
        "{\"traceId\":\"00000000000000000000000000000007\","
            + "\"parts\":[{\"n\":1},{\"n\":2}],\"left\":0}",
        text(store.find(Ids.hex(0, 7))));
  }

  /** A job that calls for hours is one trace. */
  @Test
  void anAnswerIsBoundedInBytes() {
    TraceStore store = new TraceStore(96 << 20);
    String large = '"' + "x".repeat(1 << 20) + '"';
    for (int i = 0; i < 20; i++) {
      store.add(part(7, 20 - i, large), "/x", false, NOW);
    }
    byte[] answer = store.find(Ids.hex(0, 7));
    assertTrue(answer.length < 6 << 20, answer.length + "");
    assertTrue(text(answer).endsWith("],\"left\":16}"), text(answer).substring(answer.length - 20));
  }

  @Test
  void tracesAreBoundedInBytes() {
    TraceStore store = new TraceStore(300_000);
    for (int i = 0; i < 2000; i++) {
      store.add(trace(i, i, 1000 + i * 7 % 20_000, NOW), "/" + i % 90, i % 2 == 0, NOW);
      assertTrue(store.bytes() <= 300_000, "after " + i);
    }
    assertTrue(store.bytes() > 200_000);
    // One that does not fit leaves nothing but itself out.
    long before = store.bytes();
    store.add(trace(1, 1, 400_000, NOW), "/big", true, NOW);
    assertEquals(before, store.bytes());
  }

  @Test
  void logsAreBoundedInBytesAndFiltered() {
    LogStore store = new LogStore(100_000);
    byte[] filler = new byte[500];
    java.util.Arrays.fill(filler, (byte) ' ');
    for (int i = 0; i < 1000; i++) {
      String json = "{\"n\":" + i + "}" + new String(filler, StandardCharsets.US_ASCII);
      store.add(i % 2 == 0 ? 9 : 17, json.getBytes(StandardCharsets.US_ASCII));
      assertTrue(store.bytes() <= 100_000);
    }
    String all = text(store.list(1, 5)).replace(" ", "");
    assertEquals("{\"logs\":[{\"n\":999},{\"n\":998},{\"n\":997},{\"n\":996},{\"n\":995}]}", all);
    String errors = text(store.list(17, 2)).replace(" ", "");
    assertEquals("{\"logs\":[{\"n\":999},{\"n\":997}]}", errors);
    assertFalse(text(store.list(1, 1000)).contains("{\"n\":1}"));
  }
}
