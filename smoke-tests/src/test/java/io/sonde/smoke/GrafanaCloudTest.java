package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedMetric;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The gateway of Grafana Cloud: all signals by OTLP below a path, with a password. */
class GrafanaCloudTest {
  private static final String GATEWAY = "https://otlp-gateway-prod-eu-west-2.grafana.net";

  @Test
  void allSignalsPassTheGateway() throws Exception {
    Properties environment = new Properties();
    environment.load(new StringReader(Example.text("grafana/grafana-cloud.env")));
    try (Backend cloud = Backend.start("/otlp", "Basic MTIzNDU2OmdsY19leGFtcGxl")) {
      AgentCommand command = OrderService.command();
      for (String key : environment.stringPropertyNames()) {
        String value = environment.getProperty(key);
        command.environment(key, value.replace(GATEWAY, cloud.endpoint()));
      }
      try (OrderService service = OrderService.start(command)) {
        service.awaitTraces(cloud::spans);
        Await.until("every line", cloud::logs, logs -> logs.size() >= OrderService.LINES);
        assertEquals(OrderService.LINES, cloud.logs().size());
      }
      cloud.awaitMetric(
          "http.server.request.duration", metric -> count(metric) == OrderService.REQUESTS);
    }
  }

  private static long count(ReceivedMetric metric) {
    return metric.points().stream().mapToLong(ReceivedMetric.Point::count).sum();
  }
}
