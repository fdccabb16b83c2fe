package io.sonde.exporter.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.TestLog;
import io.sonde.exporter.loki.FakeLoki.Answer;
import io.sonde.exporter.net.HttpTarget;
import java.net.ConnectException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LokiExporterTest {
  private FakeLoki loki;
  private LokiExporter exporter;

  @BeforeEach
  void start() throws Exception {
    loki = new FakeLoki();
    exporter = exporter(loki.url(""));
  }

  @AfterEach
  void stop() {
    loki.close();
    assertEquals(List.of(), loki.malformed);
  }

  private static LokiExporter exporter(URL url) throws Exception {
    return exporter(url, TestLog.RESOURCE);
  }

  private static LokiExporter exporter(URL url, Map<String, Object> resource) throws Exception {
    return new LokiExporter(target(url), "shop", resource);
  }

  private static HttpTarget target(URL url) {
    return new HttpTarget(url, Map.of("Authorization", "Basic abc"), null, 5_000);
  }

  private static List<LogEvent> logs(int count) {
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logs.add(log("message " + i));
    }
    return logs;
  }

  private static LogEvent log(String message) {
    return new TestLog(message).traced().event();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Test
  void labelsMetadataHeadersAndPath() throws Exception {
    exporter =
        exporter(
            loki.url(""),
            Map.of(
                "service.name", "order-service",
                "service.namespace", "shop",
                "service.instance.id", "pod-1",
                "host.name", "box",
                "deployment.environment.name", "prod"));
    long epochNanos = 1_000_000L * System.currentTimeMillis() + 123_456;
    LogEvent log = new TestLog("hello").error().traced().at(epochNanos).event();
    assertFalse(exporter.export(List.of(log)).retryable());
    assertEquals(
        "{service_name=\"order-service\", deployment_environment=\"prod\","
            + " service_namespace=\"shop\", level=\"error\"}",
        loki.streams.keySet().iterator().next());
    PushRequest.Entry entry = loki.entries().get(0);
    assertEquals(epochNanos, nanos(entry.time()));
    assertEquals(
        Map.of(
            "trace_id", TestLog.TRACE_ID,
            "span_id", TestLog.SPAN_ID,
            "service_instance_id", "pod-1"),
        entry.metadata());
    Map<String, String> request = loki.requests.get(0);
    assertEquals("/loki/api/v1/push", request.get(":path"));
    assertEquals("shop", request.get("X-scope-orgid"));
    assertEquals("Basic abc", request.get("Authorization"));
  }

  @Test
  void aPathIsTakenAsItIs() throws Exception {
    exporter = exporter(loki.url("/gateway/push?x=1"));
    assertEquals(1, exporter.export(logs(1)).rejected());
    assertEquals("/gateway/push?x=1", loki.requests.get(0).get(":path"));
    exporter = exporter(loki.url("/"));
    assertEquals(0, exporter.export(logs(1)).rejected());
  }

  @Test
  void labelValuesThatLokisParserWouldRefuse() throws Exception {
    exporter =
        exporter(
            loki.url(""),
            Map.of("service.name", "a\"b\\c\nd\u0000\ud83d\ufffd😀" + "é€".repeat(2_000)));
    assertEquals(0, exporter.export(logs(1)).rejected());
    assertTrue(
        loki.streams.keySet().iterator().next().startsWith("{service_name=\"a\\\"b\\\\c_d___😀é€"));
  }

  @Test
  void aStreamIsSentOnceAndInOrderOfTime() throws Exception {
    List<LogEvent> logs = new ArrayList<>();
    long base = nanos(Instant.now().minusSeconds(60));
    for (int i = 0; i < 300; i++) {
      TestLog log = new TestLog("m" + i).at(base + i * 1_000);
      logs.add((i % 3 == 0 ? log.error() : log).event());
    }
    Collections.shuffle(logs, new Random(1));
    assertEquals(0, exporter.export(logs).rejected());
    assertEquals(2, loki.streams.size());
    assertEquals(300, loki.entries().size());
  }

  @Test
  void equalLinesOfOneMillisecondAllArrive() throws Exception {
    long now = nanos(Instant.now());
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      logs.add(new TestLog("again").at(now).event());
    }
    assertEquals(0, exporter.export(logs).rejected());
    assertEquals(5, loki.entries().size());
  }

  @Test
  void timesThatLokiWouldRefuse() throws Exception {
    Instant now = Instant.now();
    ExportResult result =
        exporter.export(
            List.of(
                new TestLog("future").at(nanos(now.plus(Duration.ofMinutes(15)))).event(),
                new TestLog("old").at(nanos(now.minus(Duration.ofDays(8)))).event(),
                new TestLog("none").at(0).event(),
                new TestLog("now").at(nanos(now)).event()));
    assertEquals(1, result.rejected());
    assertEquals(3, loki.entries().size());
    assertEquals(1, loki.requests.size());
  }

  @Test
  void hugeLinesAreCutAndHugeBatchesSplit() throws Exception {
    Object[] many = new Object[40];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "k" + i;
      many[i + 1] = "😀".repeat(4_000);
    }
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      logs.add(new TestLog(i + "€\u0001".repeat(60_000)).with(many).event());
    }
    assertEquals(0, exporter.export(logs).rejected());
    assertEquals(40, loki.entries().size());
    assertTrue(loki.requests.size() > 1 && loki.requests.size() < 6);
  }

  @Test
  void metadataIsLeftOutOnceLokiRefusedIt() throws Exception {
    loki.allowStructuredMetadata = false;
    assertEquals(0, exporter.export(logs(10)).rejected());
    assertEquals(10, loki.entries().size());
    assertEquals(2, loki.requests.size());
    assertTrue(loki.entries().get(0).line().contains(TestLog.TRACE_ID));
    exporter.export(logs(10));
    assertEquals(3, loki.requests.size());
  }

  /** What was taken must not be sent again: {@code count_over_time} would count it twice. */
  @Test
  void whatLokiSaysThatItRefusedIsAllThatIsLost() throws Exception {
    long now = nanos(Instant.now());
    exporter.export(List.of(new TestLog("newest").at(now).event()));
    List<LogEvent> logs = logs(3_000);
    for (int i = 0; i < 3; i++) {
      long late = now - TimeUnit.HOURS.toNanos(2 + i);
      logs.set(700 * i, new TestLog("late").at(late).event());
    }
    ExportResult result = exporter.export(logs);
    assertEquals(3, result.rejected());
    assertTrue(
        result.reason().startsWith("HTTP status 400: entry with timestamp "), result.reason());
    assertFalse(result.reason().contains("\n"));
    assertEquals(1 + 2_997, loki.entries().size());
    assertEquals(2, loki.requests.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | entry for stream '{a=\"b\"}' has timestamp too old: x, oldest acceptable timestamp is:"
            + " y",
        "1 | max entry size '262144' bytes exceeded for stream '{a=\"b\"}' while adding an entry",
        "12 | 5 errors like: entry for stream 's' has timestamp too new: x; 7 errors like: Max"
            + " entry size '1' bytes exceeded",
        "-1 | 5 errors like: entry for stream 's' has timestamp too new: x; 1 errors like: stream"
            + " 's' has label value too long: 'v'",
        "42 | entry with timestamp t ignored, reason: 'r', user 'u', total ignored: 42 out of 99"
            + " for stream: {}",
        "-1 | entry ignored, total ignored: many",
        "-1 | snappy: corrupt input",
        "-1 | Bad Request",
      })
  void howManyLokiSaysThatItRefused(int count, String message) {
    assertEquals(count, LokiRefusal.entries(message));
  }

  @Test
  void aTenantThatIsMissingIsToldAndCounted() throws Exception {
    loki.multitenant = true;
    assertEquals(0, exporter.export(logs(2)).rejected());
    exporter = new LokiExporter(target(loki.url("")), null, TestLog.RESOURCE);
    ExportResult result = exporter.export(logs(2));
    assertEquals(2, result.rejected());
    assertTrue(result.reason().startsWith("HTTP status 401"), result.reason());
  }

  @Test
  void oneBadEntryCostsItself() throws Exception {
    List<LogEvent> logs = logs(512);
    logs.set(317, log("POISON"));
    loki.refused = "POISON";
    ExportResult result = exporter.export(logs);
    assertEquals(1, result.rejected());
    assertEquals("HTTP status 400: refused", result.reason());
    assertEquals(511, loki.entries().size());
    assertEquals(19, loki.requests.size());
  }

  @Test
  void anEventThatCannotBeWrittenCostsItself() throws Exception {
    List<LogEvent> logs = logs(64);
    logs.set(10, new TestLog("x").with(new Object(), "key of no type").event());
    logs.set(20, log("POISON"));
    loki.refused = "POISON";
    ExportResult result = exporter.export(logs);
    assertEquals(1, result.failed());
    assertEquals(1, result.rejected());
    assertEquals(62, loki.entries().size());
    assertEquals(1, exporter.export(logs.subList(10, 11)).failed());
  }

  @Test
  void aBatchOfBadEntriesCostsABoundedNumberOfRequests() throws Exception {
    loki.refused = "message";
    assertEquals(512, exporter.export(logs(512)).rejected());
    assertTrue(loki.requests.size() <= 80, loki.requests.size() + " requests");
  }

  @Test
  void aProxyWithASmallerLimitGetsSmallerPushes() throws Exception {
    loki.maxBody = 4_000;
    List<LogEvent> logs = logs(64);
    Random random = new Random(1);
    logs.replaceAll(
        log -> log(random.ints(400, 'a', 'z').mapToObj(c -> "" + (char) c).toList() + ""));
    assertEquals(0, exporter.export(logs).rejected());
    assertEquals(64, loki.entries().size());
  }

  /** Kept while Loki was away, so it is not known what this Loki takes. */
  @Test
  void aPushThatWasKeptArrives() throws Exception {
    List<LogEvent> logs = logs(5);
    SpoolableExporter.Request request = exporter.encode(logs, 1, 4);
    assertEquals(3, request.records());
    byte[] kept = Arrays.copyOf(request.octets(), request.length());
    assertEquals(0, loki.requests.size());
    loki.answers.add(new Answer(503, "7"));
    ExportResult later = exporter.resend(kept, kept.length, 3);
    assertTrue(later.retryable());
    assertEquals(7_000, later.retryAfterMillis());
    assertNull(exporter.resend(kept, kept.length, 3).reason());
    assertEquals(3, loki.entries().size());
    assertEquals(Map.of(), loki.entries().get(0).metadata());
    assertTrue(loki.entries().get(0).line().contains("message 1"));
    loki.answers.add(new Answer(401, null));
    ExportResult refused = exporter.resend(kept, kept.length, 3);
    assertEquals(3, refused.rejected());
    assertTrue(refused.reason().contains("credentials"), refused.reason());
  }

  @Test
  void aPushThatIsTooLargeToBeKeptSaysSo() throws Exception {
    String text = "x".repeat(60_000);
    List<LogEvent> large = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      large.add(log(text + i));
    }
    assertEquals(Integer.MAX_VALUE, exporter.encode(large, 0, 100).length());
    assertEquals(10, exporter.encode(large, 0, 10).records());
    assertTrue(exporter.encode(large, 0, 10).length() < 4_000_000);
  }

  @Test
  void whatMayBeTriedAgainIs() throws Exception {
    for (int status : new int[] {429, 500, 502, 503}) {
      loki.answers.add(new Answer(status, "3"));
      ExportResult result = exporter.export(logs(2));
      assertTrue(result.retryable());
      assertEquals(3_000, result.retryAfterMillis());
      assertEquals("HTTP status " + status, result.reason());
    }
    loki.answers.add(new Answer(503, "tomorrow"));
    assertEquals(0, exporter.export(logs(2)).retryAfterMillis());
    assertEquals(0, loki.entries().size());
    assertNull(exporter.export(logs(2)).reason());
  }

  @Test
  void whatMustNotBeTriedAgainIsNot() throws Exception {
    for (int status : new int[] {260, 301, 401, 403, 404}) {
      loki.answers.add(new Answer(status, null));
      ExportResult result = exporter.export(logs(2));
      assertFalse(result.retryable());
      assertEquals(2, result.rejected());
    }
    assertEquals(5, loki.requests.size());
  }

  @Test
  void aRetryInTheMiddleOfASearchLosesAndDoublesNothing() throws Exception {
    List<LogEvent> logs = logs(64);
    logs.set(5, log("POISON"));
    loki.refused = "POISON";
    loki.answers.add(new Answer(400, null));
    loki.answers.add(new Answer(204, null));
    loki.answers.add(new Answer(503, null));
    assertTrue(exporter.export(logs).retryable());
    assertEquals(1, exporter.export(logs).rejected());
    assertEquals(63, loki.entries().size());
  }

  @Test
  void anUnreachableLokiIsAnException() {
    loki.close();
    Assertions.assertThrows(ConnectException.class, () -> exporter.export(logs(1)));
  }
}
