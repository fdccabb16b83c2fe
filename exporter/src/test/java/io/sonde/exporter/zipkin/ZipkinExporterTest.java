package io.sonde.exporter.zipkin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestSpan;
import io.sonde.exporter.net.HttpTarget;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Annotation;
import zipkin2.Endpoint;

class ZipkinExporterTest {
  private static final RemoteParent REMOTE =
      TestSpan.remote(
          Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  private static final Map<String, Object> RESOURCE =
      Map.of("service.name", "Shop \"1\"", "service.namespace", "shoes", "process.pid", 17L);

  private FakeZipkin zipkin;

  @BeforeEach
  void start() throws Exception {
    zipkin = new FakeZipkin();
    limit(128);
  }

  @AfterEach
  void stop() {
    zipkin.close();
    limit(128);
    assertEquals(List.of(), zipkin.malformed);
  }

  private static void limit(int attributes) {
    Tracer.configure((id, hasParent, sampled) -> true, new String[0], attributes, 1 << 20);
  }

  private ExportResult export(boolean gzip, String path, Span... spans) throws Exception {
    for (Span span : spans) {
      span.end();
    }
    HttpTarget target =
        new HttpTarget(zipkin.url(path), Map.of("Authorization", "Basic abc"), null, 5_000);
    ZipkinExporter exporter = new ZipkinExporter(target, gzip, RESOURCE, "io.sonde", "1.0");
    try {
      return exporter.export(List.of(spans));
    } finally {
      exporter.close();
    }
  }

  private zipkin2.Span received(TestSpan span) throws Exception {
    assertEquals(ExportResult.delivered(), export(false, "/api/v2/spans", span));
    return zipkin.spans.get(zipkin.spans.size() - 1);
  }

  private static TestSpan client(String key, String value) {
    TestSpan span = new TestSpan(Span.CLIENT, null, null);
    span.set(key, value);
    return span;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTrace(boolean gzip) throws Exception {
    TestSpan server = new TestSpan(Span.SERVER, null, REMOTE);
    server.name("GET /orders/{id}");
    server.set("http.response.status_code", 200);
    server.set("network.peer.address", "10.0.0.1");
    TestSpan client = new TestSpan(Span.CLIENT, server, null);
    client.name("SELECT orders");
    assertEquals(ExportResult.delivered(), export(gzip, "", server, client));
    zipkin2.Span first = zipkin.spans.get(0);
    assertEquals("0af7651916cd43dd8448eb211c80319c", first.traceId());
    assertEquals("b7ad6b7169203331", first.parentId());
    assertEquals(server.spanIdText(), first.id());
    assertEquals(zipkin2.Span.Kind.SERVER, first.kind());
    assertEquals("get /orders/{id}", first.name()); // Zipkin's own lower case
    assertEquals(server.startEpochNanos() / 1000, first.timestampAsLong());
    long nanos = server.endEpochNanos() - server.startEpochNanos();
    assertEquals(Math.max(1, nanos / 1000), first.durationAsLong());
    assertEquals(Endpoint.newBuilder().serviceName("shop \"1\"").build(), first.localEndpoint());
    assertNull(first.remoteEndpoint());
    assertEquals(List.of(), first.annotations());
    assertEquals(
        Map.of(
            "otel.scope.name", "io.sonde",
            "otel.scope.version", "1.0",
            "service.namespace", "shoes",
            "http.response.status_code", "200",
            "network.peer.address", "10.0.0.1"),
        first.tags());
    zipkin2.Span second = zipkin.spans.get(1);
    assertEquals(first.traceId(), second.traceId());
    assertEquals(first.id(), second.parentId());
    assertEquals(zipkin2.Span.Kind.CLIENT, second.kind());
    assertEquals(List.of("Basic abc"), zipkin.authorizations);
  }

  @Test
  void aNewTraceHasNoParent() throws Exception {
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    zipkin2.Span received = received(span);
    assertNull(received.parentId());
    assertEquals(span.traceIdText(), received.traceId());
    assertEquals("unknown", received.name());
    assertTrue(received.durationAsLong() > 0);
  }

  @Test
  void theBestOfWhatNamesThePeerIsTheRemoteEndpoint() throws Exception {
    TestSpan span = client("db.namespace", "orders");
    assertEquals("orders", received(span).remoteServiceName());
    span = client("db.namespace", "orders");
    span.set("network.peer.address", "10.0.0.1");
    span.set("network.peer.port", 1521);
    span.set("server.port", 5432);
    assertEquals(
        Endpoint.newBuilder().serviceName("10.0.0.1").port(1521).build(),
        received(span).remoteEndpoint());
    span.set("server.address", "db");
    assertEquals(
        Endpoint.newBuilder().serviceName("db").port(5432).build(),
        received(copy(span)).remoteEndpoint());
    span.set("peer.service", "ledger");
    assertEquals("ledger", received(copy(span)).remoteServiceName());
    span = client("server.address", "db");
    span.set("db.namespace", "orders");
    assertEquals("db", received(span).remoteServiceName());
    assertNull(received(client("server.address", "")).remoteEndpoint());
    assertNull(received(client("other", "x")).remoteEndpoint());
  }

  /** The attributes of {@code span} once more, as a span of its own. */
  private static TestSpan copy(TestSpan span) {
    TestSpan copy = new TestSpan(span.kind(), null, null);
    new AttributeVisitor() {
      @Override
      protected void text(String key, String value) {
        copy.set(key, value);
      }

      @Override
      protected void number(String key, long value) {
        copy.set(key, value);
      }
    }.visit(span);
    return copy;
  }

  @Test
  void aNumberThatIsNoPortDoesNotCostTheList() throws Exception {
    TestSpan span = client("server.address", "db");
    span.set("server.port", 65_536);
    assertEquals(Endpoint.newBuilder().serviceName("db").build(), received(span).remoteEndpoint());
    span = client("server.address", "db");
    span.set("server.port", -1);
    assertEquals("-1", received(span).tags().get("server.port"));
  }

  @Test
  void anErrorIsATagAndAnExceptionAnAnnotation() throws Exception {
    TestSpan failed = new TestSpan(Span.SERVER, null, null);
    failed.set("error", "false");
    failed.fail();
    assertEquals("", received(failed).tags().get("error"));
    TestSpan thrown = new TestSpan(Span.SERVER, null, null);
    thrown.fail(new IllegalStateException("no \"신발\""));
    zipkin2.Span received = received(thrown);
    assertEquals("ERROR", received.tags().get("otel.status_code"));
    assertEquals("no \"신발\"", received.tags().get("error"));
    Annotation annotation = received.annotations().get(0);
    assertEquals(thrown.endEpochNanos() / 1000, annotation.timestamp());
    assertTrue(
        annotation
            .value()
            .startsWith(
                "\"exception\": {\"exception.type\":\"java.lang.IllegalStateException\","
                    + "\"exception.message\":\"no \\\"신발\\\"\",\"exception.stacktrace\":"),
        annotation::value);
    assertTrue(annotation.value().contains("ZipkinExporterTest"), annotation::value);
    TestSpan well = new TestSpan(Span.SERVER, null, null);
    well.set("error", "false");
    assertFalse(received(well).tags().containsKey("error"));
  }

  @Test
  void whatDoesNotFit() throws Exception {
    limit(2);
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    span.set("a", 1);
    span.set("long", "x".repeat(100_000));
    span.set("b", 2);
    zipkin2.Span received = received(span);
    assertEquals("1", received.tags().get("otel.dropped_attributes_count"));
    assertEquals("x".repeat(64 * 1024 - 2), received.tags().get("long"));
  }

  @Test
  void textThatIsNone() throws Exception {
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    span.name("\ud83d\"\\\u0000\n€😀");
    span.set("k\udc00\"", "v\ud83d\u2028\u0007");
    zipkin2.Span received = received(span);
    assertEquals("?\"\\\u0000\n€😀", received.name());
    assertEquals("v?\u2028\u0007", received.tags().get("k?\""));
  }

  /** Zipkin's own decoder would damage them where its buffer ends, did they come as UTF-8. */
  @Test
  void charactersOutsideOfAsciiArriveWhole() throws Exception {
    Span[] spans = new Span[300];
    for (int i = 0; i < spans.length; i++) {
      TestSpan span = new TestSpan(Span.SERVER, null, null);
      span.set("msg", "주문 실패 😀" + i);
      spans[i] = span;
    }
    assertEquals(ExportResult.delivered(), export(false, "", spans));
    for (int i = 0; i < spans.length; i++) {
      assertEquals("주문 실패 😀" + i, zipkin.spans.get(i).tags().get("msg"));
    }
  }

  @Test
  void aSpanThatCannotBeWrittenCostsItself() throws Exception {
    TestSpan broken = new TestSpan(Span.SERVER, null, null);
    broken.set(null, "x");
    TestSpan good = new TestSpan(Span.SERVER, null, null);
    ExportResult result = export(false, "", broken, good, broken);
    assertEquals(2, result.failed());
    assertEquals(List.of(good.spanIdText()), zipkin.spans.stream().map(s -> s.id()).toList());
    assertEquals(1, export(false, "", broken).failed());
    assertEquals(1, zipkin.requests);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "401, false", "403, false", "404, false", "429, true", "500, true"})
  void otherAnswers(int status, boolean retryable) throws Exception {
    zipkin.answers.add(status);
    ExportResult result = export(false, "", new TestSpan(Span.SERVER, null, null));
    assertEquals(retryable, result.retryable());
    assertEquals(retryable ? 0 : 1, result.rejected());
    assertTrue(result.reason().contains(String.valueOf(status)), result.reason());
  }

  @Test
  void aServerThatIsBusySaysWhenToComeAgain() throws Exception {
    zipkin.answers.add(503);
    assertEquals(
        7_000, export(false, "", new TestSpan(Span.SERVER, null, null)).retryAfterMillis());
  }

  @Test
  void aListThatIsTooLongIsHalved() throws Exception {
    zipkin.maxBody = 1200;
    Span[] spans = new Span[20];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new TestSpan(Span.SERVER, null, null);
    }
    assertEquals(ExportResult.delivered(), export(false, "", spans));
    assertEquals(20, zipkin.spans.size());
    assertTrue(zipkin.requests > 4);
  }

  @Test
  void aSpanAllocatesNothingOnceWarm() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      TestSpan span = new TestSpan(i % 2 + 1, null, REMOTE);
      span.name("GET");
      span.set("server.address", "db");
      span.set("server.port", 5432);
      span.set("text", "a\"ä");
      if (i % 3 == 0) {
        span.fail();
      }
      span.end();
      spans.add(span);
    }
    ZipkinEncoder encoder = new ZipkinEncoder(RESOURCE, "io.sonde", "1.0");
    ProtoWriter out = new ProtoWriter(1 << 20);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 300 && least > 0; i++) {
      out.reset();
      long before = threads.getCurrentThreadAllocatedBytes();
      encoder.encode(spans, 0, spans.size(), out);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }
}
