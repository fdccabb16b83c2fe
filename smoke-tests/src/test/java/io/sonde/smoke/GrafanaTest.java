package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The links between the users' data sources: from metrics to traces, to logs, and back. */
class GrafanaTest {
  private static final String ALL = "{service_name=\"shop\"}";

  @Test
  void eachLinkLeadsSomewhere() throws Exception {
    try (LogQl loki = new LogQl()) {
      AgentCommand command =
          OrderService.command()
              .environment("OTEL_SERVICE_NAME", "shop")
              .environment("OTEL_METRICS_EXPORTER", "prometheus")
              .environment("OTEL_LOGS_EXPORTER", "loki")
              .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url());
      try (OrderService service = OrderService.start(command)) {
        List<String> lines =
            Await.until("lines", () -> loki.query(ALL), l -> l.size() == OrderService.LINES);
        assertAll(
            () -> fromMetricsToTraces(command.prometheusPort(), service.traces),
            () -> fromTracesToLogs(loki, service.traces),
            () -> fromLogsToTraces(lines, service.traces));
      }
    }
  }

  private static void fromMetricsToTraces(int port, List<String> traces) throws IOException {
    String label = (String) jsonData("Prometheus", "exemplarTraceIdDestinations").get("name");
    String scrape =
        new Http(port)
            .get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0")
            .body();
    Set<String> found =
        Pattern.compile("_bucket\\{.* # \\{" + label + "=\"(\\w+)\"")
            .matcher(scrape)
            .results()
            .map(exemplar -> exemplar.group(1))
            .collect(Collectors.toSet());
    assertTrue(!found.isEmpty() && traces.containsAll(found), () -> found + " of " + traces);
  }

  /** With {@code filterByTraceID} Grafana looks for the id in the text of a line. */
  private static void fromTracesToLogs(LogStore loki, List<String> traces) throws IOException {
    assertEquals(true, jsonData("Tempo", "tracesToLogs").get("filterByTraceID"));
    int lines = 0;
    for (String trace : traces) {
      List<String> found = loki.query(ALL + " |= \"" + trace + "\"");
      assertTrue(!found.isEmpty(), trace);
      lines += found.size();
    }
    assertEquals(OrderService.LINES, lines);
  }

  private static void fromLogsToTraces(List<String> lines, List<String> traces) throws IOException {
    Pattern regex = Pattern.compile((String) jsonData("Loki", "derivedFields").get("matcherRegex"));
    for (String line : lines) {
      Matcher found = regex.matcher(line);
      assertTrue(found.find() && traces.contains(found.group(1)), line);
    }
  }

  /** An entry of a data source; the first of it where it is a list. */
  private static Map<?, ?> jsonData(String source, String key) throws IOException {
    for (Object each : (List<?>) Examples.yaml("grafana/grafana-datasources.yaml", "datasources")) {
      Map<?, ?> datasource = (Map<?, ?>) each;
      if (datasource.get("name").equals(source)) {
        Object value = ((Map<?, ?>) datasource.get("jsonData")).get(key);
        return (Map<?, ?>) (value instanceof List ? ((List<?>) value).get(0) : value);
      }
    }
    throw new AssertionError(source);
  }
}
