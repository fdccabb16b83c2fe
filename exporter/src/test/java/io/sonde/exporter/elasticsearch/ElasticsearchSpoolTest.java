package io.sonde.exporter.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.Await;
import io.sonde.exporter.DropReason;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.TestLog;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk requests that wait on disk. */
class ElasticsearchSpoolTest {
  @TempDir Path folder;

  private FakeElasticsearch server;
  private ElasticsearchExporter exporter;

  @BeforeEach
  void start() throws Exception {
    server = new FakeElasticsearch();
    exporter = exporter(false);
  }

  @AfterEach
  void stop() {
    exporter.close();
    server.close();
    assertEquals(List.of(), server.malformed);
  }

  private ElasticsearchExporter exporter(boolean gzip) throws Exception {
    HttpTarget target = new HttpTarget(server.url(""), Map.of(), null, 5_000);
    return ElasticsearchExporter.index(target, gzip, "logs-%{+YYYY.MM.dd}", TestLog.RESOURCE);
  }

  private static List<LogEvent> logs(int count) {
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logs.add(new TestLog("message " + i + ".").event());
    }
    return logs;
  }

  private static byte[] octets(SpoolableExporter.Request request) {
    return Arrays.copyOf(request.octets(), request.length());
  }

  private ExportResult resend(byte[] kept, int records) throws IOException {
    // From disk it comes anew each time.
    return exporter.resend(Arrays.copyOf(kept, kept.length + 7), kept.length, records);
  }

  private void busy(String message) {
    server.refused.put(message, "429 es_rejected_execution_exception");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestThatWasKeptArrives(boolean gzip) throws Exception {
    exporter.close();
    exporter = exporter(gzip);
    List<LogEvent> logs = logs(5);
    logs.set(2, new TestLog("two\nlines \\ \" €").event());
    SpoolableExporter.Request request = exporter.encode(logs, 1, 4);
    assertEquals(3, request.records());
    byte[] kept = octets(request);
    assertEquals(List.of(), server.requests);
    server.answers.add(503);
    assertTrue(resend(kept, 3).retryable());
    assertEquals(ExportResult.delivered(), resend(kept, 3));
    assertEquals(List.of("message 1.", "two\nlines \\ \" €", "message 3."), server.messages());
    // Another process, to which the answer of this one did not come.
    exporter.close();
    exporter = exporter(gzip);
    assertEquals(ExportResult.delivered(), resend(kept, 3));
    assertEquals(3, server.documents.size());
  }

  @Test
  void onlyWhatMayBeTakenLaterIsKept() throws Exception {
    busy("message 3.");
    server.refused.put("message 5.", "400 document_parsing_exception");
    List<LogEvent> logs = logs(10);
    assertTrue(exporter.export(logs).retryable());
    SpoolableExporter.Request request = exporter.encode(logs, 0, 10);
    assertEquals(2, request.records());
    assertEquals(8, request.delivered());
    ExportResult result = resend(octets(request), 2);
    assertEquals(1, result.rejected());
    assertEquals("document: 400 document_parsing_exception", result.reason());
    assertEquals(List.of(10, 2), server.requests);
    assertEquals(9, server.documents.size());
  }

  /** No answer: what arrived has the ids that the kept request has. */
  @Test
  void whatArrivedUnansweredIsNoSecondDocument() throws Exception {
    server.silent = true;
    List<LogEvent> logs = logs(10);
    assertThrows(IOException.class, () -> exporter.export(logs));
    server.silent = false;
    assertEquals(10, server.documents.size());
    byte[] first = octets(exporter.encode(logs, 0, 5));
    byte[] second = octets(exporter.encode(logs, 5, 10));
    assertEquals(ExportResult.delivered(), resend(first, 5));
    assertEquals(ExportResult.delivered(), resend(second, 5));
    assertEquals(10, server.documents.size());
  }

  @Test
  void ofAKeptRequestOnlyWhatWasBusyComesAgain() throws Exception {
    byte[] kept = octets(exporter.encode(logs(10), 0, 10));
    server.refused.put("message 2.", "400 document_parsing_exception");
    busy("message 3.");
    busy("message 7.");
    assertTrue(resend(kept, 10).retryable());
    busy("message 7.");
    assertTrue(resend(kept, 10).retryable());
    ExportResult result = resend(kept, 10);
    assertEquals(List.of(10, 2, 1), server.requests);
    assertEquals(1, result.rejected());
    assertFalse(result.retryable());
    assertEquals(9, server.documents.size());
  }

  @Test
  void whatIsBusyForGoodIsGivenUpAlone() throws Exception {
    byte[] kept = octets(exporter.encode(logs(10), 0, 10));
    ExportResult result = null;
    for (int i = 0; i < 9; i++) {
      busy("message 3.");
      result = resend(kept, 10);
      assertEquals(i < 8, result.retryable());
    }
    assertEquals(1, result.rejected());
    assertEquals(9, server.documents.size());
  }

  @Test
  void aKeptRequestThatIsTooLargeIsHalved() throws Exception {
    byte[] kept = octets(exporter.encode(logs(20), 0, 20));
    server.maxBody = 1_000;
    assertEquals(ExportResult.delivered(), resend(kept, 20));
    assertEquals(20, server.documents.size());
    assertEquals(20, server.requests.stream().mapToInt(n -> n).sum());
  }

  /** An index is named in the request, a data stream is not. */
  @Test
  void aDataStreamsRequestIsNotAnIndexs() throws Exception {
    HttpTarget target = new HttpTarget(server.url(""), Map.of(), null, 5_000);
    var stream = ElasticsearchExporter.dataStream(target, false, "logs-a-b", TestLog.RESOURCE);
    assertFalse(stream.format().equals(exporter.format()));
    assertFalse(exporter(true).format().equals(exporter.format()));
  }

  @Test
  void theAccountIsExact() throws Exception {
    Ledger ledger = new Ledger("elasticsearch", "logs");
    server.refused.put("message 2.", "400 document_parsing_exception");
    busy("message 3.");
    ExportWorker<LogEvent> worker = new ExportWorker<>(ledger, 64, 1 << 20, 10, 3_600_000);
    worker.spoolTo(folder.toString(), 1 << 20);
    for (LogEvent event : logs(10)) {
      worker.offer(event, 1);
    }
    worker.start(exporter);
    Await.until(() -> ledger.snapshot().delivered() == 8);
    assertEquals(2, spooled());
    assertEquals(2, ledger.snapshot().queued());
    worker.close(System.nanoTime() + 30_000_000_000L);
    Ledger.Snapshot account = ledger.snapshot();
    assertEquals(9, account.delivered());
    assertEquals(1, account.dropped(DropReason.REJECTED));
    assertEquals(0, account.queued());
    assertEquals(List.of(10, 2), server.requests);
    assertEquals(new HashSet<>(server.messages()).size(), server.messages().size());
    assertEquals(9, server.messages().size());
  }

  private int spooled() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".frame"))
          .mapToInt(name -> Integer.parseInt(name.substring(17, name.length() - 6)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
