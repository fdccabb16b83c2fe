package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The links between the data sources, of the users and ours: from metrics to traces, to logs, and
 * back; and what a dashboard must have to be imported as well as provisioned.
 */
class GrafanaTest {
  private static final String ALL = "{service_name=\"shop\"}";
  private static final int COLUMNS = 24;

  @Test
  void eachLinkLeadsSomewhere() throws Exception {
    try (StrictLoki loki = new StrictLoki()) {
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
            Stream.concat(
                    Stream.of("grafana/grafana-datasources.yaml"), Provisioning.FILES.stream())
                .flatMap(
                    file ->
                        Stream.<Executable>of(
                            () -> metricsToTraces(file, command.prometheusPort(), service.traces),
                            () -> tracesToLogs(file, loki, service.traces),
                            () -> logsToTraces(file, lines, service.traces))));
      }
    }
  }

  private static void metricsToTraces(String file, int port, List<String> traces)
      throws IOException {
    Object label = Provisioning.jsonData(file, "exemplarTraceIdDestinations").get("name");
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

  private static void tracesToLogs(String file, LogStore loki, List<String> traces)
      throws IOException {
    int lines = 0;
    for (String trace : traces) {
      List<String> found = loki.query(Provisioning.traceToLogs(file, "shop", trace));
      assertTrue(!found.isEmpty(), trace);
      lines += found.size();
    }
    assertEquals(OrderService.LINES, lines);
  }

  private static void logsToTraces(String file, List<String> lines, List<String> traces)
      throws IOException {
    Map<?, ?> field = Provisioning.jsonData(file, "derivedFields");
    assertEquals("${__value.raw}", Provisioning.kept((String) field.get("url")));
    Pattern regex = Pattern.compile((String) field.get("matcherRegex"));
    for (String line : lines) {
      Matcher found = regex.matcher(line);
      assertTrue(found.find() && traces.contains(found.group(1)), line);
    }
  }

  @Test
  void linksNameSourcesAndDashboardsThatAreThere() throws IOException {
    Set<String> dashboards =
        Dashboard.all().stream()
            .map(dashboard -> dashboard.root.path("uid").asText())
            .collect(Collectors.toSet());
    for (Dashboard dashboard : Dashboard.all()) {
      assertNamed(dashboards, "/d/([\\w-]+)", dashboard.root.toString(), dashboard.file);
    }
    for (String file : Provisioning.FILES) {
      Set<String> sources =
          Provisioning.sources(file).stream()
              .map(source -> (String) source.get("uid"))
              .collect(Collectors.toSet());
      assertNamed(sources, "datasourceUid: (\\S+)", Example.text(file), file);
      assertNamed(dashboards, "/d/([\\w-]+)", Example.text(file), file);
    }
  }

  private static void assertNamed(Set<String> known, String regex, String text, String file) {
    Pattern.compile(regex)
        .matcher(text)
        .results()
        .forEach(found -> assertTrue(known.contains(found.group(1)), file + ": " + found.group()));
  }

  @Test
  void dashboardsCanBeImportedAndProvisioned() throws IOException {
    Set<String> uids = new HashSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      JsonNode root = dashboard.root;
      // With __inputs only the import replaces the data sources, and provisioning does not.
      assertFalse(root.has("__inputs") || root.has("id"), dashboard.file);
      assertTrue(uids.add(root.path("uid").asText()), dashboard.file);
      Set<Integer> ids = new HashSet<>();
      Set<String> cells = new HashSet<>();
      for (JsonNode panel : root.path("panels")) {
        String where = dashboard.file + ": " + panel.path("title");
        assertTrue(ids.add(panel.path("id").asInt()), where);
        assertTrue(panel.path("datasource").path("uid").asText().startsWith("${"), where);
        assertFalse(panel.path("description").asText().isEmpty(), where);
        if (panel.path("type").asText().matches("timeseries|stat")) {
          assertTrue(panel.path("fieldConfig").path("defaults").has("unit"), where);
        }
        JsonNode place = panel.path("gridPos");
        for (int x = 0; x < place.path("w").asInt(); x++) {
          int column = place.path("x").asInt() + x;
          assertTrue(column < COLUMNS, where);
          for (int y = 0; y < place.path("h").asInt(); y++) {
            assertTrue(cells.add(column + " " + (place.path("y").asInt() + y)), where);
          }
        }
      }
    }
  }
}
