package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The users' alert rules and routes, from a real Prometheus through a real Alertmanager to what
 * stands for Slack. Times of waiting are shortened.
 */
class AlertmanagerTest {
  private static final List<String> RULES = List.of("alert.rules.yml", "alerts.yml");

  private final List<String> slack = new CopyOnWriteArrayList<>();

  @Test
  void failingRequestsAreToldToSlack(@TempDir Path folder) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          slack.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    int port = FreePort.next();
    // First, as the test is skipped where there is none.
    Process alertmanager = alertmanager(folder, port, server.getAddress().getPort());
    server.start();
    AgentCommand command =
        OrderService.command()
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "prometheus");
    try (OrderService service = OrderService.start(command);
        RealPrometheus prometheus = prometheus(folder, port, command.prometheusPort())) {
      for (String summary : List.of("High error rate detected", "HTTP 에러율 높음")) {
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
      assertEquals(2, prometheus.query("ALERTS{alertstate=\"firing\"}").size());
    } finally {
      alertmanager.destroy();
      server.stop(0);
    }
  }

  private static Process alertmanager(Path folder, int port, int slackPort) throws IOException {
    String text =
        Examples.text("alertmanager/alertmanager.yml")
            .replaceFirst("https://hooks.slack.com", "http://127.0.0.1:" + slackPort)
            .replaceFirst("group_wait: 30s", "group_wait: 1s");
    Path file = Files.writeString(folder.resolve("alertmanager.yml"), text);
    return RealPrometheus.start(
        List.of(
            "prometheus-alertmanager",
            "--config.file=" + file,
            "--storage.path=" + folder.resolve("alertmanager"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address="),
        folder);
  }

  private static RealPrometheus prometheus(Path folder, int alertmanager, int scraped)
      throws Exception {
    for (String rules : RULES) {
      String text = Examples.text("alertmanager/" + rules).replaceAll("for: \\d+m", "for: 0s");
      Path file = Files.writeString(folder.resolve(rules), text);
      Process check =
          RealPrometheus.start(List.of("promtool", "check", "rules", "" + file), folder);
      assertEquals(0, check.waitFor());
    }
    return new RealPrometheus(
        folder,
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
        rule_files: ['al*s.yml']
        alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(alertmanager, scraped),
        List.of());
  }
}
