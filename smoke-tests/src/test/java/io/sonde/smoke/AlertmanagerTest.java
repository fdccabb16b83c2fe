package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of the examples and the users' routes, from a real Prometheus through a real
 * Alertmanager to what stands for Slack. Times of waiting are shortened.
 */
class AlertmanagerTest {
  private static final Map<?, ?> RECEIVERS =
      Map.of("critical", "slack-critical", "warning", "email-warning");

  @TempDir Path folder;
  private final List<String> slack = new CopyOnWriteArrayList<>();
  private final int port = FreePort.next();
  private final Http http = new Http(port);
  private HttpServer server;
  private Process alertmanager;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          slack.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    String text =
        Example.text("alertmanager/alertmanager.yml")
            .replaceFirst("https://hooks.slack.com", "http://127.0.0.1:" + serverPort())
            // Nobody there.
            .replaceFirst("smtp.gmail.com:587", "127.0.0.1:1")
            .replaceFirst("group_wait: 30s", "group_wait: 1s");
    Path file = Files.writeString(folder.resolve("alertmanager.yml"), text);
    alertmanager =
        RealPrometheus.start(
            List.of(
                "prometheus-alertmanager",
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="),
            folder);
  }

  private int serverPort() {
    return server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    // Null where there is none, and the test is skipped.
    if (alertmanager != null) {
      alertmanager.destroy();
      alertmanager.onExit().join();
    }
  }

  @Test
  void failingRequestsAreToldToSlack() throws Exception {
    AgentCommand command =
        OrderService.command()
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "prometheus");
    try (OrderService service = OrderService.start(command);
        RealPrometheus prometheus = prometheus(command.prometheusPort())) {
      for (String summary :
          List.of(
              "High error rate detected",
              "HTTP 에러율 높음",
              "api burns its availability budget fast")) {
        Await.until(
            summary,
            () -> {
              service.process.send("3");
              return List.copyOf(slack);
            },
            told -> told.stream().anyMatch(text -> text.contains(summary)));
      }
      assertTrue(
          slack.stream().allMatch(text -> text.contains("*심각도:* critical")), slack::toString);
      assertTrue(slack.stream().noneMatch(text -> text.contains("*상세:* \\n")), slack::toString);
      // The ticket of the same job: the page has told.
      JsonNode slow =
          Await.until(
              "SloBurnSlow",
              () -> alerts().get("SloBurnSlow"),
              alert -> alert != null && muted(alert));
      assertEquals("api", slow.path("labels").path("instance").asText());
    }
  }

  /** By the labels that each has when it fires, of two instances. */
  @Test
  void eachAlertHasItsReceiver() throws Exception {
    List<Map<?, ?>> rules = new ArrayList<>();
    List<Map<String, Object>> firing = new ArrayList<>();
    for (Path file : ExampleRules.files()) {
      rules.addAll(ExampleRules.alerts(file));
    }
    for (Map<?, ?> rule : rules) {
      Object severity = ((Map<?, ?>) rule.get("labels")).get("severity");
      firing.add(
          Map.of(
              "annotations",
              rule.get("annotations"),
              "labels",
              Map.of("alertname", rule.get("alert"), "severity", severity, "instance", severity)));
    }
    HttpRequest.Builder post = http.request("/api/v2/alerts", "Content-Type", "application/json");
    String body = new ObjectMapper().writeValueAsString(firing);
    HttpRequest request = post.POST(HttpRequest.BodyPublishers.ofString(body)).build();
    Await.until(
        "taken",
        () -> {
          try {
            return http.send(request).statusCode() == 200;
          } catch (UncheckedIOException notYet) {
            return false;
          }
        });
    Map<String, JsonNode> alerts =
        Await.until("alerts", this::alerts, known -> known.size() == rules.size());
    for (Map<?, ?> rule : rules) {
      JsonNode alert = alerts.get(rule.get("alert"));
      assertEquals(1, alert.path("receivers").size(), alert::toString);
      assertEquals(
          RECEIVERS.get(((Map<?, ?>) rule.get("labels")).get("severity")),
          alert.path("receivers").path(0).path("name").asText());
      // That of one instance does not silence another's.
      assertFalse(muted(alert), alert::toString);
    }
  }

  private static boolean muted(JsonNode alert) {
    return !alert.path("status").path("inhibitedBy").isEmpty();
  }

  /** Names to alerts, as Alertmanager has them. */
  private Map<String, JsonNode> alerts() {
    Map<String, JsonNode> alerts = new TreeMap<>();
    try {
      new ObjectMapper()
          .readTree(http.get("/api/v2/alerts").body())
          .forEach(alert -> alerts.put(alert.path("labels").path("alertname").asText(), alert));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return alerts;
  }

  private RealPrometheus prometheus(int scraped) throws Exception {
    return new RealPrometheus(
        folder,
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
        rule_files: ['%s/*.yml']
        alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(ExampleRules.atOnce(folder), port, scraped),
        List.of());
  }
}
