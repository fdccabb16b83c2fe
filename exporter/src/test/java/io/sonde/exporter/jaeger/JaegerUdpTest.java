package io.sonde.exporter.jaeger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.Await;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.TestSpan;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerUdpTest {
  @BeforeEach
  void unlimited() {
    JaegerSpans.unlimited();
  }

  private static BatchExporter<Span> exporter(boolean compact, int port) {
    return JaegerExporter.udp("127.0.0.1", port, compact, JaegerSpans.RESOURCE, "io.sonde", "1.2");
  }

  private static ExportResult export(JaegerAgent agent, boolean compact, List<Span> spans)
      throws Exception {
    BatchExporter<Span> exporter = exporter(compact, agent.port());
    try {
      return exporter.export(spans);
    } finally {
      exporter.close();
    }
  }

  private static void awaitSpans(JaegerAgent agent, int count) throws Exception {
    Await.until(() -> agent.spans().size() >= count || !agent.malformed().isEmpty());
    assertEquals(List.of(), agent.malformed());
    assertEquals(count, agent.spans().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchIsSplitOverDatagrams(boolean compact) throws Exception {
    try (JaegerAgent agent = new JaegerAgent(compact)) {
      assertNull(export(agent, compact, JaegerSpans.of(512, "ä".repeat(500))).reason());
      awaitSpans(agent, 512);
      assertEquals(
          IntStream.range(0, 512).mapToObj(i -> "span-" + i).toList(),
          agent.spans().stream().map(span -> span.span().getOperationName()).toList());
      assertEquals("shop", agent.spans().get(511).service());
      List<Integer> sizes = agent.sizes();
      sizes.subList(0, sizes.size() - 1).forEach(size -> assertTrue(size > 14_000, "" + sizes));
      assertTrue(sizes.stream().allMatch(size -> size < 17_000), "" + sizes);
    }
  }

  /** From one that fits by far to one that must not, in steps of one octet around the limit. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLimitIsExact(boolean compact) throws Exception {
    try (JaegerAgent agent = new JaegerAgent(compact)) {
      for (int i = 1; i <= 700; i++) {
        TestSpan span = JaegerSpans.one("a", "x".repeat(64_200 + i));
        assertNull(export(agent, compact, List.of(span)).reason());
        awaitSpans(agent, i);
      }
      int largest =
          agent.sizes().stream().filter(size -> size > 60_000).mapToInt(s -> s).max().orElseThrow();
      assertTrue(largest > UdpExporter.MAX_DATAGRAM - 20, "" + largest);
      assertTrue(largest <= UdpExporter.MAX_DATAGRAM, "" + largest);
      assertTrue(agent.sizes().get(699) < 2_000, "not cut short");
    }
  }

  @Test
  void aSpanThatIsTooLargeIsCutShort() throws Exception {
    try (JaegerAgent agent = new JaegerAgent(true)) {
      List<Span> spans = JaegerSpans.of(3, "x");
      spans.set(1, JaegerSpans.one("large", "y".repeat(100_000)));
      assertNull(export(agent, true, spans).reason());
      awaitSpans(agent, 3);
      assertEquals("y".repeat(200), agent.spans().get(1).tags().get("text"));
      assertEquals("x", agent.spans().get(2).tags().get("text"));
    }
  }

  @Test
  void whatCannotBeSentIsCountedAndCostsItself() throws Exception {
    try (JaegerAgent agent = new JaegerAgent(true)) {
      TestSpan huge = new TestSpan(Span.SERVER, null, null);
      for (int i = 0; i < 9_000; i++) {
        huge.set("a key of some length, number " + i, i);
      }
      huge.end();
      List<Span> spans = JaegerSpans.of(4, "x");
      spans.set(0, huge);
      spans.set(3, JaegerSpans.broken());
      ExportResult result = export(agent, true, spans);
      assertEquals(1, result.rejected());
      assertEquals(1, result.failed());
      assertEquals("larger than a datagram", result.reason());
      awaitSpans(agent, 2);
    }
  }

  @Test
  void aPortWhereNobodyListensIsNoticedAndTriedAgain() throws Exception {
    JaegerAgent first = new JaegerAgent(true);
    int port = first.port();
    BatchExporter<Span> exporter = exporter(true, port);
    assertNull(exporter.export(JaegerSpans.of(1, "x")).reason());
    awaitSpans(first, 1);
    first.close();
    for (int i = 0; i < 3; i++) {
      ConnectException refused =
          assertThrows(
              ConnectException.class, () -> exporter.export(JaegerSpans.of(300, "x".repeat(900))));
      assertEquals("nobody listens on UDP port " + port, refused.getMessage());
    }
    try (JaegerAgent second = new JaegerAgent(true, port)) {
      assertNull(exporter.export(JaegerSpans.of(2, "x")).reason());
      awaitSpans(second, 2);
    }
    exporter.close();
  }

  /** Else an application that interrupts the agent's thread would end UDP for ever. */
  @Test
  void anInterruptCostsOneAttempt() throws Exception {
    try (JaegerAgent agent = new JaegerAgent(true)) {
      BatchExporter<Span> exporter = exporter(true, agent.port());
      exporter.export(JaegerSpans.of(1, "x"));
      Thread.currentThread().interrupt();
      try {
        exporter.export(JaegerSpans.of(1, "interrupted"));
      } catch (IOException e) {
        // Some JDKs close the channel.
      }
      Thread.interrupted();
      assertNull(exporter.export(JaegerSpans.of(1, "last")).reason());
      Await.until(
          () -> agent.spans().stream().anyMatch(span -> "last".equals(span.tags().get("text"))));
      exporter.close();
    }
  }
}
