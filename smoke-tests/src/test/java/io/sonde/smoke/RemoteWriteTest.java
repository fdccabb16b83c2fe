package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.exporter.remotewrite.FakeReceiver;
import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import io.sonde.testing.ReceivedSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics are pushed to real receivers, started and asked as users' documents do it. */
class RemoteWriteTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "remote-write");
  private static final int SHOES = 40;
  private static final int BOOMS = 10;

  @TempDir Path folder;

  @Test
  void prometheusAsItsComposeFileStartsIt() throws Exception {
    String compose = Files.readString(EXAMPLE.resolve("docker-compose.yml"));
    List<String> options =
        Pattern.compile("- \"(--[^\"]+)\"")
            .matcher(compose)
            .results()
            .map(match -> match.group(1))
            .filter(option -> !option.startsWith("--config.file"))
            .toList();
    assertTrue(options.contains("--web.enable-remote-write-receiver"), options::toString);
    String configuration = Files.readString(EXAMPLE.resolve("config/prometheus.yaml"));
    try (RealPrometheus prometheus = new RealPrometheus(folder, configuration, options)) {
      serve(prometheus, true);
    }
  }

  @Test
  void victoriaMetrics() throws Exception {
    try (RealPrometheus victoria = RealPrometheus.victoriaMetrics(folder)) {
      serve(victoria, false);
    }
  }

  private static void serve(RealPrometheus receiver, boolean exemplars) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers();
        Backend backend = Backend.start();
        AgentProcess process =
            spring
                .command(servers)
                .backend(backend)
                .environment("OTEL_METRICS_EXPORTER", "remote-write")
                .environment(
                    "SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", "http://127.0.0.1:" + receiver.port)
                .environment("SONDE_EXPORTER_REMOTE_WRITE_RESOURCE_LABELS", "true")
                .environment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod")
                .start()) {
      SpringBoot.awaitStart(process);
      Http http = new Http(spring.port);
      for (int i = 0; i < SHOES; i++) {
        http.get("/shoes/7");
        if (i % (SHOES / BOOMS) == 0) {
          http.get("/boom");
        }
      }
      everythingIsCounted(receiver, backend, "", SHOES + BOOMS);
      AtomicInteger more = new AtomicInteger();
      for (String query : queries()) {
        // A rate needs requests between two readings, which those that are counted may not have
        // been.
        JsonNode results =
            Await.until(
                query,
                () -> {
                  more.incrementAndGet();
                  http.get("/gone/1");
                  return receiver.query(query);
                },
                RemoteWriteTest::finite);
        assertFalse(results.isEmpty());
      }
      if (exemplars) {
        exemplarsOfRealSpans(receiver, backend);
      }
      assertEquals(1, value(receiver, "count(target_info{job=\"shop\",service_name=\"shop\"})"));

      process.terminate();
      Await.until("the end", () -> receiver.query("count({job=\"shop\"})").isEmpty());
      // The last values are kept, and what has ended is not shown for five more minutes.
      everythingIsCounted(receiver, backend, "[10m]", SHOES + BOOMS + more.get());
    }
  }

  /** Requests that were sent, spans that were recorded and what is counted are the same. */
  private static void everythingIsCounted(
      RealPrometheus receiver, Backend backend, String range, int requests) {
    String shoes = "{job=\"shop\",deployment_environment_name=\"prod\",endpoint=\"/shoes/{id}\"}";
    await(receiver, "http_requests_total", shoes, range, SHOES);
    await(receiver, "http_errors_total", "{job=\"shop\"}", range, BOOMS);
    String duration = "http_server_request_duration_seconds";
    await(receiver, duration + "_count", "", range, requests);
    await(receiver, duration + "_bucket", "{le=\"+Inf\"}", range, requests);
    backend.awaitSpans(requests, ReceivedSpan::isServer);
    assertEquals(seconds(backend), value(receiver, sum(duration + "_sum", "", range)), 1e-9);
  }

  /** That all requests took together. */
  private static double seconds(Backend backend) {
    return backend.spans(ReceivedSpan::isServer).stream()
        .mapToLong(s -> s.span().getEndTimeUnixNano() - s.span().getStartTimeUnixNano())
        .mapToObj(nanos -> nanos / 1e9)
        .collect(Collectors.summingDouble(Double::doubleValue));
  }

  private static void await(
      RealPrometheus receiver, String name, String labels, String range, double expected) {
    String query = sum(name, labels, range);
    Await.until(query + " = " + expected, () -> value(receiver, query) == expected);
  }

  private static String sum(String name, String labels, String range) {
    return range.isEmpty()
        ? "sum(" + name + labels + ")"
        : "sum(max_over_time(" + name + labels + range + "))";
  }

  private static double value(RealPrometheus receiver, String query) {
    return receiver.query(query).path(0).path("value").path(1).asDouble(Double.NaN);
  }

  /** Of a route without requests between two readings it is no number. */
  private static boolean finite(JsonNode results) {
    for (JsonNode result : results) {
      if (Double.isFinite(result.path("value").path(1).asDouble(Double.NaN))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> queries() throws Exception {
    String text = Files.readString(EXAMPLE.resolve("queries.promql"));
    List<String> queries =
        Pattern.compile("\n\n")
            .splitAsStream(text.replaceAll("(?m)^#.*\n", ""))
            .map(String::strip)
            .toList();
    assertEquals(4, queries.size());
    return queries;
  }

  private static void exemplarsOfRealSpans(RealPrometheus prometheus, Backend backend) {
    JsonNode series =
        Await.until(
            "exemplars",
            () -> prometheus.exemplars("http_server_request_duration_seconds_bucket"),
            found -> !found.isEmpty());
    JsonNode labels = series.path(0).path("exemplars").path(0).path("labels");
    String trace = labels.path("trace_id").asText();
    String span = labels.path("span_id").asText();
    backend.awaitSpan(s -> s.isServer() && s.traceId().equals(trace) && s.spanId().equals(span));
  }

  @ParameterizedTest
  @CsvSource({
    "V2, /api/v1/push",
    "V2_WITHOUT_NATIVE, /api/prom/push",
    "V1_WITH_415, /api/v1/receive",
    "V1_SILENT, ''"
  })
  void mimirGrafanaCloudThanosAndOthers(FakeReceiver.Kind kind, String path) throws Exception {
    try (FakeReceiver receiver = new FakeReceiver(kind);
        Backend backend = Backend.start();
        OrderService service =
            OrderService.start(
                pushing(OrderService.command(), receiver.url(path).toString()).backend(backend))) {
      Await.until(
          "every request counted",
          () -> receiver.sum("http_requests_total") == OrderService.REQUESTS);
      Await.until(
          "every error counted", () -> receiver.sum("http_errors_total") == OrderService.FAILED);
      backend.awaitSpans(OrderService.REQUESTS, ReceivedSpan::isServer);
      assertEquals(
          seconds(backend), receiver.sum("http_server_request_duration_seconds_sum"), 1e-9);
      service.process.terminate();
      Await.until("the end", () -> receiver.live() == 0);
      assertEquals(List.of(), receiver.malformed());
      assertEquals(List.of(path.isEmpty() ? "/api/v1/write" : path), receiver.paths());
      assertEquals(List.of("Basic dXNlcjp0b2tlbg=="), receiver.headers("authorization"));
      assertEquals(List.of("team-a"), receiver.headers("x-scope-orgid"));
    }
  }

  private static AgentCommand hello(String endpoint) {
    return pushing(new AgentCommand(Hello.class), endpoint);
  }

  private static AgentCommand pushing(AgentCommand command, String endpoint) {
    return command
        .environment("OTEL_METRICS_EXPORTER", "remote-write")
        .environment("SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", endpoint)
        .environment(
            "SONDE_EXPORTER_REMOTE_WRITE_HEADERS", "Authorization=Basic%20dXNlcjp0b2tlbg%3D%3D")
        .environment("SONDE_EXPORTER_REMOTE_WRITE_TENANT", "team-a");
  }

  @Test
  void whatDoesNotWorkIsToldOnceAndCostsNobodyElse() throws Exception {
    try (Backend backend = Backend.start();
        AgentProcess process =
            hello("http://127.0.0.1:" + FreePort.nobody() + "/secret-token")
                .backend(backend)
                .environment("OTEL_METRICS_EXPORTER", "remote-write,otlp")
                .start()) {
      process.awaitErrorLine("remote-write: not reachable");
      backend.awaitMetric("jvm.memory.used");
      process.terminate();
      List<String> told =
          process.agentLines().stream().filter(l -> l.contains("remote-write: ")).toList();
      assertEquals(1, told.size(), told::toString);
      assertFalse(told.get(0).contains("secret"), told::toString);
    }
  }

  @Test
  void aRefusalIsToldOnce() throws Exception {
    try (FakeReceiver receiver = new FakeReceiver(FakeReceiver.Kind.V2);
        Backend backend = Backend.start()) {
      receiver.refuseAll(401);
      try (AgentProcess process =
          hello(receiver.url("").toString())
              .backend(backend)
              .environment("OTEL_METRICS_EXPORTER", "remote-write,otlp")
              .start()) {
        process.expectWarning("remote-write: ");
        String told = process.awaitErrorLine("remote-write: ");
        assertTrue(told.contains("WARN") && told.contains("401"), told);
        backend.awaitMetric("jvm.memory.used");
        process.terminate();
        long lines = process.agentLines().stream().filter(l -> l.contains("write: ")).count();
        assertEquals(1, lines, () -> process.agentLines().toString());
      }
    }
  }
}
