package io.sonde.exporter.jaeger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.sonde.bootstrap.Ids;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestSpan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both encodings, read by the classes that Thrift makes of Jaeger's definitions. */
class SpanStructTest {
  private static final String ODD = "aä€😀\ud83db\udc00\u0000\u007f\u0080\u07ff\u0800\uffff\ud83d";
  private static final String CLEAN = "aä€😀?b?\u0000\u007f\u0080\u07ff\u0800\uffff?";

  private final ProtoWriter out = new ProtoWriter(0);

  @BeforeEach
  void unlimited() {
    JaegerSpans.unlimited();
  }

  @AfterEach
  void reset() {
    Tracer.configure((id, hasParent, sampled) -> true, new String[0], 128, 8192);
  }

  private byte[] encode(boolean compact, List<Span> spans) {
    out.reset();
    new BatchStruct(compact, JaegerSpans.RESOURCE, "10.1.2.3", "io.sonde", "1.2")
        .encode(spans, 0, spans.size(), out);
    return out.toByteArray();
  }

  private Batch binary(List<Span> spans) throws Exception {
    return JaegerCollector.batch(encode(false, spans));
  }

  private Batch compact(List<Span> spans) throws Exception {
    Batch batch = new Batch();
    new TDeserializer(new TCompactProtocol.Factory()).deserialize(batch, encode(true, spans));
    return batch;
  }

  private static List<Span> allKinds() {
    List<Span> spans = new ArrayList<>();
    TestSpan server =
        new TestSpan(
            Span.SERVER,
            null,
            TestSpan.remote(
                Map.of(
                    "traceparent",
                    "00-faf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "tracestate",
                    "a=1")));
    server.name("GET /orders/{id}");
    server.set("http.response.status_code", 500);
    server.set("negative", Long.MIN_VALUE);
    server.fail();
    spans.add(server);
    TestSpan client = new TestSpan(Span.CLIENT, server, null);
    client.name(ODD);
    client.set(ODD, ODD);
    client.set("empty", "");
    client.fail(new IllegalStateException(ODD, new RuntimeException()));
    spans.add(client);
    spans.add(new TestSpan(Span.SERVER, null, null));
    for (int length : new int[] {126, 127, 128, 16_383, 16_384, 200_000}) {
      TestSpan text = new TestSpan(Span.CLIENT, null, null);
      text.name("x".repeat(length));
      text.set("k".repeat(length), "y".repeat(length));
      text.set("wide", "€".repeat(length / 2));
      text.set("number".repeat(length), length);
      spans.add(text);
    }
    for (int count : new int[] {11, 12, 124, 125, 9_000}) {
      TestSpan crowded = new TestSpan(Span.SERVER, null, null);
      for (int i = 0; i < count; i++) {
        crowded.set("key" + i, i);
      }
      spans.add(crowded);
    }
    spans.forEach(Span::end);
    return spans;
  }

  @Test
  void bothEncodingsSayTheSame() throws Exception {
    List<Span> spans = allKinds();
    Batch batch = binary(spans);
    assertEquals(spans.size(), batch.getSpansSize());
    assertEquals(batch, compact(spans));
  }

  @Test
  void theSpecificationsMapping() throws Exception {
    List<Span> spans = allKinds();
    Batch batch = binary(spans);
    JaegerSpan server = new JaegerSpan(batch.getProcess(), batch.getSpans().get(0));
    assertEquals("faf7651916cd43dd8448eb211c80319c", server.traceId());
    assertEquals(spans.get(0).spanId(), server.span().getSpanId());
    assertEquals("b7ad6b7169203331", Ids.hex(server.span().getParentSpanId()));
    assertEquals("GET /orders/{id}", server.span().getOperationName());
    assertEquals(1, server.span().getFlags());
    assertEquals(spans.get(0).startEpochNanos() / 1000, server.span().getStartTime());
    assertEquals(
        (spans.get(0).endEpochNanos() - spans.get(0).startEpochNanos()) / 1000,
        server.span().getDuration());
    assertEquals(
        Map.of(
            "span.kind", "server",
            "otel.scope.name", "io.sonde",
            "otel.scope.version", "1.2",
            "http.response.status_code", 500L,
            "negative", Long.MIN_VALUE,
            "error", true,
            "otel.status_code", "ERROR",
            "w3c.tracestate", "a=1"),
        server.tags());
    assertFalse(server.span().isSetLogs());

    JaegerSpan client = new JaegerSpan(batch.getProcess(), batch.getSpans().get(1));
    assertEquals(server.traceId(), client.traceId());
    assertEquals(server.span().getSpanId(), client.span().getParentSpanId());
    assertEquals(CLEAN, client.span().getOperationName());
    assertEquals(CLEAN, client.tags().get(CLEAN));
    assertEquals("client", client.tags().get("span.kind"));
    assertEquals("exception", client.log().get("event"));
    assertEquals("java.lang.IllegalStateException", client.log().get("exception.type"));
    assertEquals(CLEAN, client.log().get("exception.message"));
    assertTrue(client.log().get("exception.stacktrace").toString().contains("allKinds"));

    JaegerSpan bare = new JaegerSpan(batch.getProcess(), batch.getSpans().get(2));
    assertEquals("unknown", bare.span().getOperationName());
    assertEquals(0, bare.span().getParentSpanId());
    assertFalse(bare.tags().containsKey("error"));
  }

  @Test
  void theResourceIsTheProcess() throws Exception {
    Process process = binary(JaegerSpans.of(1, "x")).getProcess();
    assertEquals("shop", process.getServiceName());
    assertEquals(
        Map.of("process.pid", 17L, "host.name", "host-1", "hostname", "host-1", "ip", "10.1.2.3"),
        new JaegerSpan(process, null).processTags());
  }

  @Test
  void attributesBeyondTheLimitAreCounted() throws Exception {
    Tracer.configure((id, hasParent, sampled) -> true, new String[0], 3, 8192);
    TestSpan span = new TestSpan(Span.SERVER, null, null);
    for (int i = 0; i < 10; i++) {
      span.set("key" + i, i);
    }
    span.end();
    Batch batch = binary(List.of(span));
    Map<String, Object> tags = new JaegerSpan(null, batch.getSpans().get(0)).tags();
    assertEquals(7L, tags.get("otel.dropped_attributes_count"));
    assertEquals(7, tags.size());
  }

  @Test
  void aSpanThatCannotBeWrittenCostsItself() throws Exception {
    List<Span> spans = JaegerSpans.of(5, "x");
    spans.set(2, JaegerSpans.broken());
    Batch batch = binary(spans);
    assertEquals(
        List.of("span-0", "span-1", "span-3", "span-4"),
        batch.getSpans().stream().map(span -> span.getOperationName()).toList());
    assertEquals(batch, compact(spans));
  }

  @Test
  void nothingIsAllocatedForEachSpan() {
    List<Span> spans = JaegerSpans.of(1000, "some text");
    BatchStruct binary = new BatchStruct(false, JaegerSpans.RESOURCE, null, "io.sonde", "1.2");
    BatchStruct compact = new BatchStruct(true, JaegerSpans.RESOURCE, null, "io.sonde", "1.2");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      out.reset();
      binary.encode(spans, 0, spans.size(), out);
      out.reset();
      compact.encode(spans, 0, spans.size(), out);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 2_000, least + " B for 2,000 spans");
  }
}
