package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.exporter.TestCertificate;
import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a real application under load; the queries of the users' documents and
 * of known dashboards are answered, and the numbers are those of the requests that were sent.
 */
class PrometheusTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @Test
  void theQueriesOfDocumentsAndDashboardsAreAnswered(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers();
        Backend backend = Backend.start()) {
      AgentCommand command =
          spring
              .command(servers)
              .backend(backend)
              .environment("SONDE_METRICS_SPAN_METRICS", "true")
              // So that there are collections.
              .option("-Xmx80m")
              .property("server.tomcat.mbeanregistry.enabled", "true");
      try (AgentProcess process = command.start()) {
        SpringBoot.awaitStart(process);
        try (RealPrometheus classic = scraping(command, folder.resolve("a"), "exemplar-storage");
            RealPrometheus natives =
                scraping(command, folder.resolve("b"), "exemplar-storage,native-histograms")) {
          ask(classic, natives, backend, spring.port);
        }
        process.terminate();
      }
    }
  }

  private static void ask(RealPrometheus classic, RealPrometheus natives, Backend backend, int port)
      throws Exception {
    Await.until("up", () -> classic.query("up == 1"), found -> !found.isEmpty());
    Load load = new Load(port);
    List<String> queries = new ArrayList<>();
    for (String file : List.of("documents", "dashboard-4701", "dashboard-18812")) {
      queries.addAll(Example.queries("prometheus/" + file + ".promql"));
    }
    queries.addAll(Example.queries("prometheus/jaeger-monitor.promql"));
    queries.add("ALERTS{alertname=~\"HighErrorRate|HighHTTPErrorRate\"}");
    queries.add("tomcat_threads_busy_threads{application=\"shop\", name=~\"http-nio-.*\"}");
    assertAnswered(classic, queries, load);
    assertAnswered(
        natives,
        List.of(
            "histogram_quantile(0.9, sum(rate(http_server_request_duration_seconds[5m]))) > 0",
            "rate(http_request_duration_seconds_bucket[5m]) > 0"),
        load);
    exemplarsOfRealSpans(classic, backend, load);
    long sent = load.stop();
    for (String count :
        List.of(
            "sum(http_requests_total)",
            "sum(http_request_duration_seconds_count)",
            "http_response_time_seconds_count",
            "request_latency_seconds_count",
            "sum(http_server_requests_seconds_count)",
            "sum(http_server_request_duration_seconds_count)",
            "sum(otel_http_server_request_count_total)",
            "sum(traces_span_metrics_calls_total{span_kind=\"SPAN_KIND_SERVER\"})",
            "sum(http_requests_in_progress) + " + sent)) {
      assertCounted(classic, count, sent);
    }
    for (String count : List.of("http_errors_total", "sum(http_requests_total{status=~\"5..\"})")) {
      assertCounted(classic, count, load.errors.get());
    }
    for (String query : Example.queries("prometheus/other-exporters.promql")) {
      assertTrue(classic.query(query).isEmpty(), query);
    }
  }

  private static void assertCounted(RealPrometheus prometheus, String query, long expected) {
    Await.until(
        query,
        () -> prometheus.query(query).path(0).path("value").path(1).asLong(),
        value -> value == expected);
  }

  /** Of routes of which most have no series of their own. */
  @Test
  void errorsAreCountedBeyondTheLimitOfSeries(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers()) {
      AgentCommand command =
          spring
              .command(servers)
              .environment("SONDE_METRICS_CARDINALITY_LIMIT", "2")
              .environment("OTEL_TRACES_EXPORTER", "none")
              .environment("OTEL_LOGS_EXPORTER", "none")
              .environment("OTEL_METRICS_EXPORTER", "prometheus");
      try (AgentProcess process = command.start()) {
        process.expectWarning("cardinality-limit");
        SpringBoot.awaitStart(process);
        Http http = new Http(spring.port);
        for (int i = 0; i < 10; i++) {
          // The first two have series.
          for (String path :
              List.of("/boom", "/shoes/7", "/orders/user123", "/api/users?status=503", "/gone/1")) {
            http.get(path);
          }
        }
        try (RealPrometheus prometheus = scraping(command, folder, "exemplar-storage")) {
          for (String query :
              List.of(
                  "http_errors_total == 30",
                  "sum(http_requests_total{status=~\"5..\"}) == 30",
                  "sum(http_requests_total{status=\"500\"}) == 20",
                  "sum(http_requests_total{status!~\"2..\"}) == 40",
                  "sum(http_server_requests_seconds_count{outcome=\"SERVER_ERROR\"}) == 30",
                  "sum(otel_http_server_request_count_total{http_response_status_code=~\"5..\"}) =="
                      + " 30",
                  "sum(http_request_duration_seconds_count) == 50",
                  "count(http_server_request_duration_seconds_count{otel_metric_overflow=\"true\"})"
                      + " == 3")) {
            Await.until(query, () -> prometheus.query(query), found -> !found.isEmpty());
          }
        }
        process.terminate();
      }
    }
  }

  @Test
  void overTlsWithAPassword(@TempDir Path folder) throws Exception {
    TestCertificate certificate = new TestCertificate("prometheus-endpoint");
    AgentCommand command =
        new AgentCommand(Hello.class, "wait")
            .environment("SONDE_PROMETHEUS_TLS_CERTIFICATE", certificate.certificate.toString())
            .environment("SONDE_PROMETHEUS_TLS_KEY", certificate.key.toString())
            .environment("SONDE_PROMETHEUS_USERNAME", "prometheus")
            .environment("SONDE_PROMETHEUS_PASSWORD", "s3cret:wörd");
    Files.copy(certificate.certificate, folder.resolve("ca.pem"));
    Files.writeString(folder.resolve("password"), "s3cret:wörd");
    String configuration =
        Example.text("prometheus/prometheus-tls.yml")
            .replace("scrape_interval: 15s", "scrape_interval: 500ms\n  scrape_timeout: 500ms")
            .replace("9464", String.valueOf(command.prometheusPort()));
    try (AgentProcess process = command.start();
        RealPrometheus prometheus = new RealPrometheus(configuration, folder, "exemplar-storage")) {
      Await.until("up", () -> prometheus.query("up{job=\"api\"} == 1"), found -> !found.isEmpty());
      Await.until("target_info", () -> prometheus.query("target_info"), found -> !found.isEmpty());
    }
  }

  private static RealPrometheus scraping(AgentCommand command, Path folder, String features)
      throws Exception {
    return RealPrometheus.scraping(
        command.prometheusPort(), Files.createDirectories(folder), features);
  }

  private static void assertAnswered(RealPrometheus prometheus, List<String> queries, Load load) {
    List<String> pending = new ArrayList<>(queries);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!pending.isEmpty() && System.nanoTime() < deadline) {
      load.everyKindOfRequest();
      pending.removeIf(query -> answered(prometheus.query(query)));
    }
    assertEquals(List.of(), pending);
  }

  /** Some series, and no value that is no number. */
  private static boolean answered(JsonNode results) {
    for (JsonNode result : results) {
      JsonNode value = result.has("values") ? result.path("values").path(0) : result.path("value");
      if (!Double.isFinite(value.path(1).asDouble(Double.NaN))) {
        return false;
      }
    }
    return !results.isEmpty();
  }

  private static void exemplarsOfRealSpans(RealPrometheus prometheus, Backend backend, Load load) {
    for (String name : List.of("http_request_duration_seconds_bucket", "http_errors_total")) {
      JsonNode series =
          Await.until(
              "exemplars of " + name,
              () -> {
                load.everyKindOfRequest();
                return prometheus.exemplars(name);
              },
              found -> !found.isEmpty());
      JsonNode labels = series.path(0).path("exemplars").path(0).path("labels");
      String trace = labels.path("trace_id").asText();
      assertEquals(32, trace.length(), series::toString);
      backend.awaitSpan(span -> span.isServer() && span.traceId().equals(trace));
    }
  }

  /** Requests of the kinds that the queries ask for; errors at more than ten a second. */
  private static final class Load {
    /** In five minutes they are more than ten a second. */
    private static final int ERRORS = 3000;

    private final Http http;
    private final int port;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Load(int port) {
      this.port = port;
      http = new Http(port);
      for (int i = 0; i < 2; i++) {
        Thread thread = new Thread(this::fail);
        thread.start();
        threads.add(thread);
      }
    }

    private void fail() {
      for (int i = 0; i < ERRORS && !stopped; i++) {
        get("/api/users?status=503");
      }
    }

    private void get(String path) {
      boolean failed = http.get(path).statusCode() >= 500;
      sent.incrementAndGet();
      errors.addAndGet(failed ? 1 : 0);
    }

    void everyKindOfRequest() {
      get("/shoes/7");
      get("/boom");
      get("/api/users");
      get("/api/users?status=500");
      http.send(http.request("/api/users").POST(HttpRequest.BodyPublishers.ofString("{}")).build());
      // The application calls itself.
      get("/chain/" + port);
      sent.addAndGet(2);
    }

    long stop() throws InterruptedException {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
      return sent.get();
    }
  }
}
