package io.sonde.exporter.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.TestLog;
import io.sonde.exporter.lines.DocumentLine;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchExporterTest {
  private static final String FILTER = "?filter_path=errors,items.*.status,items.*.error.type";

  private FakeElasticsearch server;
  private ElasticsearchExporter exporter;

  @BeforeEach
  void start() throws Exception {
    server = new FakeElasticsearch();
    exporter = index("logs");
  }

  @AfterEach
  void stop() {
    exporter.close();
    server.close();
    assertEquals(List.of(), server.malformed);
  }

  private HttpTarget target(URL url) {
    return new HttpTarget(url, Map.of("Authorization", "ApiKey abc"), null, 5_000);
  }

  private ElasticsearchExporter index(String name) throws Exception {
    return ElasticsearchExporter.index(target(server.url("")), false, name, TestLog.RESOURCE);
  }

  private static List<LogEvent> logs(int count) {
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logs.add(new TestLog("message " + i + ".").event());
    }
    return logs;
  }

  private static long nanos(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  @Test
  void theDocumentThatTheIndexHasAMappingFor() throws Exception {
    LogEvent event =
        new TestLog("Database connection failed")
            .at(nanos("2026-04-01T10:00:00Z"))
            .error()
            .traced()
            .thrown(new IllegalStateException("boom"))
            .with("user_id", "user123", "status", 500L, "response_time", 1200.5, "error", "x")
            .event();
    assertEquals(ExportResult.delivered(), exporter.export(List.of(event)));
    Map<String, Object> document = server.documents.values().iterator().next();
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("timestamp", "2026-04-01T10:00:00.000Z");
    expected.put("level", "ERROR");
    expected.put("message", "Database connection failed");
    expected.put("logger", "com.shop.Orders");
    expected.put("thread", "http-1");
    expected.put("service.name", "order-service");
    expected.put("trace_id", TestLog.TRACE_ID);
    expected.put("span_id", TestLog.SPAN_ID);
    expected.put("error.type", "java.lang.IllegalStateException");
    expected.put("error.message", "boom");
    expected.put("stack_trace", document.get("stack_trace"));
    expected.put("user_id", "user123");
    expected.put("status", 500L);
    expected.put("response_time", 1200.5);
    expected.put("attributes.error", "x");
    assertEquals(expected, document);
    assertTrue(document.get("stack_trace").toString().contains("ElasticsearchExporterTest"));
    assertTrue(server.documents.keySet().iterator().next().startsWith("logs/"));
    assertEquals(List.of("/_bulk" + FILTER), server.paths);
    assertEquals(List.of("ApiKey abc"), server.authorizations);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDataStreamGetsTheCommonSchema(boolean gzip) throws Exception {
    exporter.close();
    exporter =
        ElasticsearchExporter.dataStream(
            target(server.url("/es/")), gzip, "logs-sonde-default", TestLog.RESOURCE);
    assertEquals(ExportResult.delivered(), exporter.export(logs(3)));
    assertEquals(List.of("/es/logs-sonde-default/_bulk" + FILTER), server.paths);
    for (Map<String, Object> document : server.documents.values()) {
      assertTrue(document.containsKey("@timestamp"), document::toString);
      assertEquals("INFO", document.get("log.level"));
      assertFalse(document.containsKey("timestamp"));
    }
    assertEquals(3, server.documents.size());
  }

  @Test
  void anIndexForEachDay() throws Exception {
    exporter.close();
    exporter = index("logs-%{+YYYY.MM.dd}-x");
    List<LogEvent> logs = new ArrayList<>();
    for (String time :
        List.of("2024-12-31T23:59:59.999Z", "2025-01-01T00:00:00Z", "1969-12-31T23:00:00Z")) {
      logs.add(new TestLog(time).at(nanos(time)).event());
    }
    logs.add(new TestLog("now").at(0).event());
    assertEquals(ExportResult.delivered(), exporter.export(logs));
    List<String> indices = server.documents.keySet().stream().map(k -> k.split("/")[0]).toList();
    assertEquals(
        List.of("logs-2024.12.31-x", "logs-2025.01.01-x", "logs-1969.12.31-x"),
        indices.subList(0, 3));
    assertTrue(indices.get(3).startsWith("logs-20"), indices::toString);
  }

  @Test
  void namesWithOtherPatterns() {
    assertEquals("\"a-24-0203\"", name("a-%{+yy-MMdd}", "2024-02-03T04:05:06Z"));
    assertEquals("\"2024.02.03.04\"", name("%{+YYYY.MM.dd.HH}", "2024-02-03T04:05:06Z"));
    for (String wrong : List.of("logs-%{+YYYY", "logs-%{+xxxx.ww}", "logs-%{+DD.mm}")) {
      assertThrows(IllegalArgumentException.class, () -> new IndexName(wrong), wrong);
    }
  }

  private static String name(String pattern, String time) {
    ProtoWriter out = new ProtoWriter(0);
    new IndexName(pattern).write(out, nanos(time));
    return new String(out.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsBusyComesAgainAlone(boolean verbose) throws Exception {
    server.verbose = verbose;
    server.refused.put("message 3.", "429 es_rejected_execution_exception");
    server.refused.put("message 5.", "503 unavailable_shards_exception");
    List<LogEvent> logs = logs(10);
    ExportResult first = exporter.export(logs);
    assertTrue(first.retryable());
    assertEquals("document: 503 unavailable_shards_exception", first.reason());
    assertEquals(8, server.documents.size());
    assertEquals(ExportResult.delivered(), exporter.export(logs));
    assertEquals(List.of(10, 2), server.requests);
    assertEquals(10, server.documents.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsRefusedCostsItself(boolean verbose) throws Exception {
    server.verbose = verbose;
    server.refused.put("message 3.", "400 document_parsing_exception");
    server.refused.put("message 4.", "404 index_not_found_exception");
    server.refused.put("message 7.", "429 es_rejected_execution_exception");
    List<LogEvent> logs = logs(10);
    assertTrue(exporter.export(logs).retryable());
    ExportResult last = exporter.export(logs);
    assertFalse(last.retryable());
    assertEquals(2, last.rejected());
    assertEquals("document: 400 document_parsing_exception", last.reason());
    assertEquals(List.of(10, 1), server.requests);
    assertEquals(8, server.documents.size());
    // The next batch knows nothing of it.
    assertEquals(ExportResult.delivered(), exporter.export(logs(2)));
    assertEquals(10, server.documents.size());
  }

  @Test
  void whatIsSentAgainIsNoSecondDocument() throws Exception {
    server.silent = true;
    List<LogEvent> logs = logs(10);
    assertThrows(IOException.class, () -> exporter.export(logs));
    assertEquals(10, server.documents.size());
    server.silent = false;
    assertEquals(ExportResult.delivered(), exporter.export(logs));
    assertEquals(10, server.documents.size());
    assertEquals(ExportResult.delivered(), exporter.export(logs(10)));
    assertEquals(20, server.documents.size());
  }

  @Test
  void whatIsBusyForGoodIsGivenUpAlone() throws Exception {
    List<LogEvent> logs = logs(10);
    for (int i = 0; i < 8; i++) {
      server.refused.put("message 3.", "429 es_rejected_execution_exception");
      assertTrue(exporter.export(logs).retryable());
    }
    server.refused.put("message 3.", "429 es_rejected_execution_exception");
    ExportResult result = exporter.export(logs);
    assertFalse(result.retryable());
    assertEquals(1, result.rejected());
    assertEquals("document: 429 es_rejected_execution_exception", result.reason());
    assertEquals(9, server.documents.size());
  }

  @Test
  void aBatchThatWasGivenUpIsNotTakenForTheNext() throws Exception {
    server.answers.add(503);
    assertTrue(exporter.export(logs(3)).retryable());
    assertEquals(ExportResult.delivered(), exporter.export(logs(3)));
    assertEquals(ExportResult.delivered(), exporter.export(logs(3)));
    assertEquals(6, server.documents.size());
  }

  @Test
  void aRequestThatIsTooLargeIsHalved() throws Exception {
    server.maxBody = 1_000;
    server.refused.put("message 9.", "400 document_parsing_exception");
    server.refused.put("message 15.", "429 es_rejected_execution_exception");
    List<LogEvent> logs = logs(20);
    logs.set(4, new TestLog("x".repeat(1_000)).event());
    assertTrue(exporter.export(logs).retryable());
    ExportResult result = exporter.export(logs);
    assertEquals(2, result.rejected());
    assertEquals(18, server.documents.size());
    assertEquals(19 + 1, server.requests.stream().mapToInt(n -> n).sum());
  }

  @Test
  void aLargeBatchIsSeveralRequests() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      server.refused.put("message " + i + ".", "400 strict_dynamic_mapping_exception");
    }
    assertEquals(2_000, exporter.export(logs(2_000)).rejected());
    server.refused.clear();
    assertEquals(ExportResult.delivered(), exporter.export(logs(2_000)));
    assertEquals(List.of(512, 512, 512, 464, 512, 512, 512, 464), server.requests);
    assertEquals(2_000, server.documents.size());
  }

  @Test
  void answersThatTellNothing() throws Exception {
    server.answer = "<html>welcome</html>";
    ExportResult page = exporter.export(logs(2));
    assertEquals(2, page.rejected());
    assertEquals("the answer is not one of _bulk", page.reason());
    server.answer = "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}},{\"crea";
    List<LogEvent> logs = logs(3);
    assertTrue(exporter.export(logs).retryable());
    server.answer = null;
    assertEquals(ExportResult.delivered(), exporter.export(logs));
    assertEquals(List.of(2, 3, 2), server.requests);
    assertEquals(5, server.documents.size());
    server.answer = "{\"took\":3,\"errors\" : false,\"items\":[";
    assertEquals(ExportResult.delivered(), exporter.export(logs(3)));
  }

  @ParameterizedTest
  @CsvSource({"400, false", "401, false", "403, false", "404, false", "429, true", "500, true"})
  void otherAnswers(int status, boolean retryable) throws Exception {
    server.answers.add(status);
    ExportResult result = exporter.export(logs(2));
    assertEquals(retryable, result.retryable());
    assertEquals(retryable ? 0 : 2, result.rejected());
    assertTrue(result.reason().contains(String.valueOf(status)), result.reason());
  }

  @Test
  void textThatIsNone() throws Exception {
    LogEvent event =
        new TestLog("\ud83d a\u0000\n{\"create\":{}}\n\udc00€")
            .with("k\ud83d\n", "v\udc00")
            .event();
    assertEquals(ExportResult.delivered(), exporter.export(List.of(event)));
    Map<String, Object> document = server.documents.values().iterator().next();
    assertEquals("? a\u0000\n{\"create\":{}}\n?€", document.get("message"));
    assertEquals("v?", document.get("k?\n"));
  }

  @Test
  void anEventThatCannotBeWrittenCostsItself() throws Exception {
    LogEvent broken = new TestLog("broken").with(1, "no key").event();
    List<LogEvent> logs = logs(3);
    logs.add(1, broken);
    server.refused.put("message 1.", "429 es_rejected_execution_exception");
    assertTrue(exporter.export(logs).retryable());
    ExportResult result = exporter.export(logs);
    assertEquals(1, result.failed());
    assertEquals(0, result.rejected());
    assertEquals(List.of("message 0.", "message 2.", "message 1."), server.messages());
    assertEquals(1, exporter.export(List.of(broken)).failed());
  }

  @Test
  void anEventAllocatesNothingOnceWarm() {
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      logs.add(new TestLog("order " + i + " ä\"").traced().with("user_id", "u", "n", 4L).event());
    }
    Documents<LogEvent> documents = new Documents<>();
    documents.begin(logs);
    List<LogEvent> open = documents.next(logs);
    BulkEncoder encoder =
        new BulkEncoder(
            documents, new DocumentLine(TestLog.RESOURCE), new IndexName("l-%{+YYYY.MM.dd}"), 1);
    ProtoWriter out = new ProtoWriter(1 << 20);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 300 && least > 0; i++) {
      out.reset();
      long before = threads.getCurrentThreadAllocatedBytes();
      encoder.encode(open, 0, open.size(), out);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }
}
