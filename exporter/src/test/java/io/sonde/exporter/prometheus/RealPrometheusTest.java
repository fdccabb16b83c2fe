package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the programs of the Debian package {@code prometheus}; skipped where it is missing. */
@Timeout(90)
class RealPrometheusTest {
  /** The queries of the users' documents that concern the application itself. */
  private static final List<String> QUERIES =
      List.of(
          "sum(rate(http_requests_total{status=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m])) > 0.05",
          "rate(http_requests_total{method=\"GET\",endpoint=\"/api/users/{id}\"}[5m])",
          "http_requests_total{job=\"api\", status=\"200\"}",
          "http_requests_total{path=~\"/api/.*\"}",
          "http_requests_total{status!~\"2..\"}",
          "histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[5m])) > 0",
          "histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le, job)) > 0",
          "histogram_quantile(0.95, rate(http_response_time_seconds_bucket[5m])) > 0",
          "rate(http_errors_total[5m]) > 0",
          "rate(cpu_usage_seconds_total[5m]) > 0",
          "memory_usage_bytes",
          "request_latency_seconds_sum / request_latency_seconds_count",
          "rpc_duration_seconds_count",
          "db_query_duration_seconds_sum / db_query_duration_seconds_count",
          "http_requests_in_progress{method=\"GET\"}",
          "http_active_connections",
          "sum(rate(otel_http_server_request_count_total{http_response_status_code=~\"5..\"}[5m])) / sum(rate(otel_http_server_request_count_total[5m])) > 0",
          "histogram_quantile(0.99, rate(otel_http_server_request_duration_seconds_bucket[5m])) > 0",
          "otel_http_server_active_requests",
          "jvm_memory_used_bytes{area=\"heap\"} == on(id) group_left jvm_memory_used_bytes{jvm_memory_type=\"heap\"}",
          "target_info{service_name=\"shop\"}");

  private final HttpClient client = HttpClient.newHttpClient();
  private int prometheusPort;

  @Test
  void promtoolAcceptsTheText() throws Exception {
    assumeInstalled("promtool");
    byte[] page = TestMetrics.exposition(() -> TestMetrics.shop(2), true).render(null, null).body();
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    promtool.getOutputStream().write(page);
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    promtool.waitFor();
    // Its linter finds fault with the names that the documents ask for; the parser is what counts.
    assertTrue(promtool.exitValue() == 0 || promtool.exitValue() == 3, said);
    assertTrue(
        said.lines()
            .allMatch(
                line ->
                    line.contains(" use base unit ")
                        || line.contains("should not have \"_count\" suffix")
                        || line.contains("should have \"_total\" suffix")
                        || line.contains("metric name should not")),
        said);
  }

  @Test
  void documentsQueriesOverOpenMetrics(@TempDir Path data) throws Exception {
    run(
        data,
        "exemplar-storage",
        () -> {
          for (String query : QUERIES) {
            assertAnswered(query);
          }
          assertExemplar();
        });
  }

  @Test
  void nativeHistogramsOverProtobuf(@TempDir Path data) throws Exception {
    run(
        data,
        "exemplar-storage,native-histograms",
        () -> {
          for (String query : QUERIES) {
            assertAnswered(query);
          }
          assertAnswered(
              "histogram_quantile(0.9, sum(rate(http_server_request_duration_seconds[5m]))) > 1");
          assertAnswered(
              "histogram_count(http_server_request_duration_seconds{http_response_status_code=\"404\"})");
          assertExemplar();
        });
  }

  private void run(Path data, String features, Executable test) throws Exception {
    assumeInstalled("prometheus");
    AtomicInteger scrapes = new AtomicInteger();
    Endpoint server =
        TestMetrics.endpoint(
            "127.0.0.1",
            0,
            TestMetrics.exposition(() -> TestMetrics.shop(scrapes.incrementAndGet()), true),
            EndpointAccess.OPEN);
    server.start();
    prometheusPort = freePort();
    Path config = data.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms}
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(server.port()));
    Process prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + data.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + prometheusPort,
                "--enable-feature=" + features)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("log").toFile())
            .start();
    try {
      test.execute();
      assertAnswered("up == 1");
      assertEquals("[]", results("up == 0"));
      for (String line : Files.readAllLines(data.resolve("log"))) {
        // Such as "Error on ingesting out-of-order exemplars".
        assertFalse(line.contains("level=warn") || line.contains("level=error"), line);
      }
    } catch (Throwable t) {
      System.err.println(Files.readString(data.resolve("log")));
      throw t;
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
      server.close();
    }
  }

  private interface Executable {
    void execute() throws Exception;
  }

  private void assertAnswered(String query) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (results(query).equals("[]")) {
            Thread.sleep(100);
          }
        },
        query);
  }

  private void assertExemplar() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String answer =
        api(
            "query_exemplars?start="
                + (now - 600)
                + "&end="
                + (now + 60)
                + "&query="
                + encoded("http_request_duration_seconds_bucket"));
    assertTrue(answer.contains("\"trace_id\":\"" + TestMetrics.TRACE + "\""), answer);
    assertTrue(answer.contains("\"span_id\":\"" + TestMetrics.SPAN + "\""), answer);
  }

  /** The result array of an instant query, as JSON. */
  private String results(String query) throws Exception {
    String answer = api("query?query=" + encoded(query));
    int from = answer.indexOf("\"result\":");
    return from < 0 ? "[]" : answer.substring(from + "\"result\":".length(), answer.length() - 2);
  }

  private String api(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + prometheusPort + "/api/v1/" + path);
    try {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException notUpYet) {
      return "";
    }
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void assumeInstalled(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    assumeTrue(false, program + " is not installed (Debian package prometheus)");
  }
}
