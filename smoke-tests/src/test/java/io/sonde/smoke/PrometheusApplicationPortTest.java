package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Prometheus, as users configure it, scrapes the application on its own port. */
class PrometheusApplicationPortTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "prometheus");
  private static final int REQUESTS = 7;

  private static Servers servers;

  @BeforeAll
  static void startServers() throws Exception {
    servers = new Servers();
  }

  @AfterAll
  static void stopServers() throws Exception {
    servers.close();
  }

  private static AgentCommand command(SpringBoot spring, Backend backend, String path) {
    return spring
        .command(servers)
        .backend(backend)
        .environment("SONDE_PROMETHEUS_APPLICATION_PATH", path)
        .environment("OTEL_METRICS_EXPORTER", "otlp");
  }

  @Test
  void scrapeConfigurationsOfUsers(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    String target = "localhost:" + spring.port;
    Path targets = Files.createDirectories(folder.resolve("targets"));
    Files.writeString(targets.resolve("shop.json"), "[{\"targets\": [\"" + target + "\"]}]");
    String whole = Files.readString(EXAMPLES.resolve("prometheus.yml"));
    // Debian builds Prometheus without this discovery, and refuses the file.
    String fixed = whole.substring(0, whole.indexOf("  - job_name: 'kubernetes'"));
    String found = Files.readString(EXAMPLES.resolve("file-sd.yml"));
    assertTrue(fixed.contains("localhost:8080"), fixed);
    assertTrue(found.contains("/etc/prometheus/targets"), found);
    try (Backend backend = Backend.start();
        AgentProcess process = command(spring, backend, "/metrics").start()) {
      SpringBoot.awaitStart(process);
      Http http = new Http(spring.port);
      for (int i = 0; i < REQUESTS; i++) {
        assertEquals(200, http.get("/shoes/7").statusCode());
      }
      try (RealPrometheus one =
              new RealPrometheus(
                  fixed.replace("localhost:8080", target),
                  Files.createDirectories(folder.resolve("one")),
                  "exemplar-storage");
          RealPrometheus other =
              new RealPrometheus(
                  found.replace("/etc/prometheus/targets", targets.toString()),
                  Files.createDirectories(folder.resolve("other")),
                  "exemplar-storage")) {
        counted(one, "app");
        counted(other, "dynamic-services");
      }
      process.terminate();
    }
  }

  /** Each scrape asks for the application, too; none of that is counted. */
  private static void counted(RealPrometheus prometheus, String job) {
    String up = "up{job=\"" + job + "\"} == 1";
    Await.until(up, () -> !prometheus.query(up).isEmpty());
    String total = "sum(http_requests_total{job=\"" + job + "\"})";
    Await.until(total, () -> !prometheus.query(total + " == " + REQUESTS).isEmpty());
    String shoes = "http_requests_total{method=\"GET\",endpoint=\"/shoes/{id}\",status=\"200\"}";
    assertEquals(1, prometheus.query(shoes + " == " + REQUESTS).size());
  }

  /**
   * Where Spring has nothing under the path it says so with a page of its own, or with JSON; where
   * it has a route, that answers, and be it with 404.
   */
  @ParameterizedTest(name = "Spring Boot {0}: {1}, problem details {2}")
  @CsvSource({
    "2.7.18, /metrics, false, 200, target_info",
    "3.5.16, /metrics, true, 200, target_info",
    "4.1.1, /metrics, false, 200, target_info",
    "3.5.16, /gone/1, false, 404, gone",
    "4.1.1, /users/2, false, 200, user 2",
    "3.5.16, /hello.txt, false, 200, hello"
  })
  void springMvc(String version, String path, String problemDetails, int status, String body)
      throws Exception {
    SpringBoot spring = new SpringBoot(version);
    try (Backend backend = Backend.start();
        AgentProcess process =
            command(spring, backend, path)
                .property("spring.mvc.problemdetails.enabled", problemDetails)
                .start()) {
      SpringBoot.awaitStart(process);
      HttpResponse<String> answer = new Http(spring.port).get(path);
      assertEquals(status, answer.statusCode(), answer::body);
      assertTrue(answer.body().contains(body), answer::body);
      assertEquals(body.equals("target_info"), answer.body().contains("jvm_"), answer::body);
      process.terminate();
    }
  }
}
