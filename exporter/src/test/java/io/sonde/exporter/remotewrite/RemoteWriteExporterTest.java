package io.sonde.exporter.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.prometheus.CompatGroup;
import io.sonde.exporter.prometheus.TestMetrics;
import io.sonde.exporter.prometheus.TestMetrics.Durations;
import io.sonde.exporter.remotewrite.FakeReceiver.Answer;
import io.sonde.exporter.remotewrite.FakeReceiver.Kind;
import io.sonde.exporter.remotewrite.WriteDecoder.Sample;
import io.sonde.exporter.remotewrite.WriteDecoder.Series;
import java.net.ConnectException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteExporterTest {
  private static final Map<String, Object> RESOURCE =
      Map.of(
          "service.name", "shop",
          "service.namespace", "store",
          "service.instance.id", "pod-1",
          "process.pid", 17L,
          "deployment.environment.name", "prod");
  private static final String COUNT = "http_server_request_duration_seconds_count";

  private FakeReceiver receiver;
  private RemoteWriteExporter exporter;

  @BeforeEach
  void start() throws Exception {
    receiver = new FakeReceiver(Kind.V2);
    exporter = exporter(receiver.url(""), "auto", false);
  }

  @AfterEach
  void stop() {
    receiver.close();
    assertEquals(List.of(), receiver.malformed);
  }

  private static RemoteWriteExporter exporter(URL url, String version, boolean resourceLabels) {
    Map<String, String> headers =
        Map.of("Authorization", "Basic abc", "content-type", "text/plain", "user-agent", "mine");
    return new RemoteWriteExporter(
        new HttpTarget(url, headers, null, 60_000),
        "team-a",
        version,
        RESOURCE,
        resourceLabels,
        CompatGroup.of(List.of("true")),
        "1.2.3");
  }

  private ExportResult export(List<MetricData> metrics) throws Exception {
    ExportResult result = exporter.export(metrics);
    TestMetrics.epochNanos += 60_000_000_000L;
    return result;
  }

  private static List<MetricData> routes(int count) {
    Durations durations = new Durations("http.server.request.duration");
    for (int i = 0; i < count; i++) {
      durations.record(TestMetrics.request("GET", "/route-" + i, 200), 0.01, 3);
    }
    return List.of(durations.explicit(), durations.exponential());
  }

  private static MetricData gauge(String name, String key, String value) {
    Attributes labels =
        key == null ? Attributes.empty() : Attributes.builder().put(key, value).build();
    return TestMetrics.gauge(name, "", labels, 4711);
  }

  private Map<String, String> labels(String name) {
    return receiver.samples.keySet().stream()
        .filter(l -> l.get("__name__").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(receiver.samples.keySet().toString()));
  }

  private Sample last(String name) {
    List<Sample> all = receiver.samples.get(labels(name));
    return all.get(all.size() - 1);
  }

  @Test
  void everySeriesSaysWhoseItIsAndWhatItIs() throws Exception {
    final long millis = TestMetrics.epochNanos / 1_000_000;
    assertNull(export(TestMetrics.shop(3)).reason());

    assertEquals(List.of("/api/v1/write"), receiver.paths());
    assertEquals(List.of("team-a"), receiver.headers("x-scope-orgid"));
    assertEquals(List.of("Basic abc"), receiver.headers("authorization"));
    assertEquals(List.of("sonde/1.2.3"), receiver.headers("user-agent"));
    for (Map<String, String> labels : receiver.samples.keySet()) {
      assertEquals("store/shop", labels.get("job"), labels::toString);
      assertEquals("pod-1", labels.get("instance"), labels::toString);
    }
    assertEquals("shop", labels("target_info").get("service_name"));
    // Per round: four of one route, and one each of three others; one that was traced.
    assertEquals(3 * 7 + 1, receiver.sum(COUNT));
    assertEquals(3 * 7 + 1, receiver.sum("http_requests_total"));
    assertEquals(3 * 9.355 + 0.25, receiver.sum("http_server_request_duration_seconds_sum"), 1e-9);
    assertEquals(1.5 * 3, receiver.sum("jvm_cpu_time_seconds_total"));
    Series count = receiver.latest.get(labels("jvm_cpu_time_seconds_total"));
    assertEquals(1, count.type());
    assertEquals("seconds", count.unit());
    assertEquals("CPU time used by the process as reported by the JVM.", count.help());
    Sample sample = last("jvm_cpu_time_seconds_total");
    assertEquals(millis, sample.timestamp());
    assertEquals(TestMetrics.START / 1_000_000, sample.start());
    assertEquals(0, last("jvm_memory_used_bytes").start());
  }

  @Test
  void bucketsAreCumulativeAndTheNativeOnesAreTheSameObservations() throws Exception {
    export(TestMetrics.shop(1));
    Map<String, String> one = new HashMap<>(labels("db_client_operation_duration_seconds_bucket"));
    String counts = "";
    for (String le : List.of("0.005", "0.1", "1.0", "10.0", "+Inf")) {
      one.put("le", le);
      counts += (int) receiver.samples.get(one).get(0).value();
    }
    assertEquals("01111", counts);
    long natives =
        receiver.natives.entrySet().stream()
            .filter(e -> e.getKey().get("__name__").equals("http_server_request_duration_seconds"))
            .flatMap(e -> e.getValue().stream())
            .mapToLong(WriteDecoder.Native::count)
            .sum();
    assertEquals(7 + 1, natives);
  }

  @Test
  void exemplarsGoOnceAndInOrder() throws Exception {
    Attributes labels = TestMetrics.request("GET", "/api", 200);
    Durations durations = new Durations("http.server.request.duration");
    long millis = TestMetrics.epochNanos / 1_000_000;
    // The later one is in the earlier bucket: native histograms want them by time.
    durations.recordTraced(labels, 3, millis - 2000).recordTraced(labels, 0.25, millis - 1000);
    export(List.of(durations.explicit(), durations.exponential()));
    export(List.of(durations.explicit(), durations.exponential()));
    assertEquals(List.of(0.25, 3.0), exemplars("_bucket"));
    assertEquals(List.of(3.0, 0.25), exemplars(""));
    durations.recordTraced(labels, 0.5, TestMetrics.epochNanos / 1_000_000 - 1);
    export(List.of(durations.explicit(), durations.exponential()));
    assertEquals(List.of(0.25, 0.5, 3.0), exemplars("_bucket"));
    assertEquals(List.of(3.0, 0.25, 0.5), exemplars(""));
    assertEquals(
        Map.of("span_id", TestMetrics.SPAN, "trace_id", TestMetrics.TRACE),
        receiver.exemplars.values().stream().flatMap(List::stream).findAny().get().labels());
  }

  private List<Double> exemplars(String suffix) {
    String name = "http_server_request_duration_seconds" + suffix;
    return receiver.exemplars.entrySet().stream()
        .filter(e -> e.getKey().get("__name__").equals(name))
        .flatMap(e -> e.getValue().stream())
        .map(WriteDecoder.Exemplar::value)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"V1_SILENT", "V1_WITH_400", "V1_WITH_415"})
  void aReceiverOfTheFirstVersionGetsThatAndNothingIsLost(Kind kind) throws Exception {
    receiver.kind = kind;
    assertNull(export(TestMetrics.shop(2)).reason());
    assertNull(export(TestMetrics.shop(3)).reason());
    assertEquals(3 * 7 + 1, receiver.sum("http_requests_total"));
    assertEquals(
        List.of(true, false, false),
        receiver.requests.stream().map(FakeReceiver.Request::second).toList());
    assertEquals(0, receiver.natives.values().stream().mapToInt(List::size).sum());
    assertEquals(
        TestMetrics.TRACE,
        receiver.exemplars.values().stream()
            .flatMap(List::stream)
            .findFirst()
            .get()
            .labels()
            .get("trace_id"));
  }

  @Test
  void bothVersionsSayTheSame() throws Exception {
    List<MetricData> metrics = TestMetrics.shop(2);
    export(metrics);
    try (FakeReceiver first = new FakeReceiver(Kind.V1_SILENT)) {
      exporter(first.url(""), "1.0", false).export(metrics);
      assertEquals(List.of(), first.malformed);
      assertEquals(1, first.requests.size());
      assertEquals(values(first), values(receiver));
    }
  }

  private static Map<Map<String, String>, List<Double>> values(FakeReceiver receiver) {
    return receiver.samples.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().stream().map(Sample::value).toList()));
  }

  @Test
  void theSecondVersionAloneIsNotTradedForTheFirst() throws Exception {
    receiver.kind = Kind.V1_SILENT;
    exporter = exporter(receiver.url(""), "2.0", false);
    ExportResult result = export(List.of(gauge("a", null, null)));
    assertEquals(1, result.rejected());
    assertEquals("the receiver does not know remote write 2.0", result.reason());
  }

  @Test
  void nativeHistogramsAreLeftOutWhereTheyAreRefused() throws Exception {
    receiver.kind = Kind.V2_WITHOUT_NATIVE;
    assertNull(export(TestMetrics.shop(1)).reason());
    assertNull(export(TestMetrics.shop(2)).reason());
    assertEquals(2 * 7 + 1, receiver.sum(COUNT));
    assertEquals(3, receiver.requests.size());
  }

  @Test
  void aFaultIsNotTakenForRefusedHistograms() throws Exception {
    receiver.answers.add(new Answer(500, null));
    receiver.answers.add(new Answer(503, "7"));
    ExportResult result = exporter.export(TestMetrics.shop(1));
    assertTrue(result.retryable());
    assertNull(export(TestMetrics.shop(1)).reason());
    assertNotEquals(0, receiver.natives.values().stream().mapToInt(List::size).sum());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void whatVanishesEndsOnceAndTheProcessEndsAll(String version) throws Exception {
    exporter = exporter(receiver.url(""), version, false);
    export(List.of(gauge("a", "pool", "one"), gauge("b", null, null)));
    export(List.of(gauge("b", null, null)));
    export(List.of(gauge("b", null, null)));
    List<Sample> ended = receiver.samples.get(labels("a"));
    assertEquals(2, ended.size());
    assertTrue(ended.get(1).stale());
    assertFalse(last("b").stale());
    assertEquals(3, receiver.samples.get(labels("b")).size());

    export(TestMetrics.shop(1));
    exporter.close();
    assertEquals(0, receiver.live());
    assertEquals(2, receiver.samples.get(labels("a")).size());
    if (version.equals("2.0")) {
      receiver.natives.values().stream()
          .filter(l -> !l.isEmpty())
          .forEach(l -> assertTrue(l.get(l.size() - 1).stale()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void aLargeBatchIsSplitAndSplitAgain(String version) throws Exception {
    exporter = exporter(receiver.url(""), version, false);
    List<MetricData> metrics = routes(300);
    receiver.maxSeries = 500;
    assertNull(export(metrics).reason());
    assertEquals(600, receiver.sum(COUNT));
    assertTrue(receiver.requests.stream().allMatch(r -> r.series() <= 2300));
    // Seven buckets and more of one label set do not fit; what does goes through.
    receiver.maxSeries = 3;
    Durations one = new Durations("http.client.request.duration").record(Attributes.empty(), 1);
    ExportResult some = export(List.of(one.explicit(), gauge("small", null, null)));
    assertEquals(2, some.rejected());
    assertTrue(some.reason().startsWith("HTTP status 413"), some::reason);
    assertEquals(4711, last("small").value());
  }

  @Test
  void aRetryIsTheSameAgain() throws Exception {
    List<MetricData> metrics = TestMetrics.shop(1);
    receiver.answers.add(new Answer(429, "3"));
    ExportResult first = exporter.export(metrics);
    assertTrue(first.retryable());
    assertEquals(3000, first.retryAfterMillis());
    receiver.answers.add(new Answer(503, null));
    assertTrue(exporter.export(metrics).retryable());
    assertNull(export(metrics).reason());
    assertEquals(1, receiver.samples.get(labels(COUNT)).size());
    assertTrue(receiver.exemplars.values().stream().anyMatch(l -> !l.isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void oneRefusedSeriesDoesNotCostItsBatch(String version) throws Exception {
    exporter = exporter(receiver.url(""), version, false);
    receiver.refused = "bad";
    List<MetricData> metrics = new ArrayList<>(TestMetrics.shop(1));
    metrics.add(gauge("bad", null, null));
    for (int i = 0; i < 100; i++) {
      metrics.add(gauge("good_" + i, null, null));
    }
    ExportResult result = export(metrics);
    assertEquals(1, result.rejected());
    assertTrue(result.reason().startsWith("HTTP status 400: refused"), result::reason);
    assertEquals(
        100 * 4711,
        receiver.samples.keySet().stream()
            .filter(l -> l.get("__name__").startsWith("good_"))
            .mapToDouble(l -> receiver.samples.get(l).get(0).value())
            .sum());
    assertEquals(7 + 1, receiver.sum(COUNT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void aClockThatWentBackCostsABatchAndNoLoop(String version) throws Exception {
    exporter = exporter(receiver.url(""), version, false);
    export(routes(100));
    int before = receiver.requests.size();
    TestMetrics.epochNanos -= 90_000_000_000L;
    List<MetricData> metrics = routes(100);
    ExportResult result = export(metrics);
    TestMetrics.epochNanos += 90_000_000_000L;
    assertFalse(result.retryable());
    assertEquals(metrics.size(), result.rejected());
    assertTrue(result.reason().contains("out of order"), result::reason);
    assertTrue(receiver.requests.size() - before < 80, () -> "" + receiver.requests.size());
    assertNull(export(routes(100)).reason());
    assertEquals(200, receiver.sum(COUNT));
  }

  @Test
  void refusalsAreCountedAndTellNoSecret() throws Exception {
    for (int status : new int[] {401, 403, 404}) {
      receiver.answers.add(new Answer(status, null));
      ExportResult result = exporter.export(List.of(gauge("a", null, null)));
      assertEquals(1, result.rejected());
      assertTrue(result.reason().startsWith("HTTP status " + status), result::reason);
    }
  }

  @Test
  void nobodyListens() throws Exception {
    URL url = receiver.url("");
    receiver.close();
    exporter = exporter(url, "auto", false);
    assertThrows(ConnectException.class, () -> exporter.export(TestMetrics.shop(1)));
    exporter.close();
  }

  @Test
  void labelsStaySortedUniqueAndValid() throws Exception {
    exporter = exporter(receiver.url(""), "1.0", false);
    Attributes odd =
        Attributes.builder()
            .put("job", "mine")
            .put("instance", "too")
            .put("Zone", "upper case sorts first")
            .put("__name__", "other")
            .put("empty", "")
            .put("half", "a\uD800b")
            .put("hangul", "가격")
            .put("long", "x".repeat(100_000))
            .put("long_hangul", "가".repeat(700))
            .put("zebra", "last")
            .build();
    export(List.of(TestMetrics.gauge("odd", "", odd, 1)));
    Map<String, String> labels = labels("odd");
    assertEquals("mine", labels.get("exported_job"));
    assertEquals("too", labels.get("exported_instance"));
    assertEquals("store/shop", labels.get("job"));
    assertEquals("a?b", labels.get("half"));
    assertEquals("가격", labels.get("hangul"));
    assertEquals(2048, labels.get("long").length());
    assertEquals(682, labels.get("long_hangul").length());
    assertFalse(labels.containsKey("empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0"})
  void attributesOfTheProcessAsLabels(String version) throws Exception {
    exporter = exporter(receiver.url(""), version, true);
    export(List.of(gauge("a", "service.name", "own")));
    Map<String, String> labels = labels("a");
    assertEquals("prod", labels.get("deployment_environment_name"));
    assertEquals("17", labels.get("process_pid"));
    assertEquals("own", labels.get("service_name"));
    assertEquals("shop", labels("target_info").get("service_name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/push", "/api/v1/receive", "/api/prom/push", "/insert/0/prometheus/"})
  void thePathsOfMimirThanosGrafanaCloudAndVictoriaMetrics(String path) throws Exception {
    exporter = exporter(receiver.url(path), "auto", false);
    assertNull(export(TestMetrics.shop(1)).reason());
    assertEquals(List.of(path), receiver.paths());
  }
}
