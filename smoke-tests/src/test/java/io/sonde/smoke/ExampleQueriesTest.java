package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each query of the dashboards, of the rules and of the links from traces to metrics returns data,
 * when a real Prometheus and a Loki have what the agent made of an application under load.
 */
class ExampleQueriesTest {
  /** Some seconds when all is well: until there are rates, and rules over rules. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @Test
  void eachReturnsData(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers();
        LogStore loki = LogStore.start(folder);
        Backend backend = Backend.start()) {
      AgentCommand command =
          spring
              .command(servers)
              .backend(backend)
              .environment("OTEL_LOGS_EXPORTER", "loki")
              .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url())
              // So that there are collections.
              .option("-Xmx80m");
      try (AgentProcess process = command.start()) {
        process.awaitLine("started");
        try (RealPrometheus prometheus =
            RealPrometheus.scraping(command.prometheusPort(), folder, "exemplar-storage")) {
          Runnable load = () -> load(spring.port);
          load.run();
          List<ExampleQuery> queries = queries(prometheus, load);
          queries.addAll(
              Provisioning.tracesToMetrics(backend.awaitSpan("GET /shoes/{id}").resource()));
          assertAnswered(prometheus, loki, queries, load);
        }
        process.terminate();
      }
    }
  }

  private static List<ExampleQuery> queries(RealPrometheus prometheus, Runnable load)
      throws Exception {
    List<String> others =
        Example.queries("prometheus/other-exporters.promql").stream()
            .map(ExampleQuery::withoutThreshold)
            .toList();
    List<ExampleQuery> queries = ExampleRules.queries();
    // RulesTest alone has these.
    assertTrue(queries.removeIf(query -> others.contains(query.text())));
    for (Dashboard dashboard : Dashboard.all()) {
      queries.addAll(
          dashboard.queries(
              asked ->
                  Await.until(
                      asked.toString(),
                      Duration.ofNanos(PATIENCE_NANOS),
                      () -> {
                        load.run();
                        return labelValues(prometheus.query(asked.text()));
                      },
                      values -> !values.isEmpty())));
    }
    return queries;
  }

  private static List<String> labelValues(JsonNode results) {
    List<String> values = new ArrayList<>();
    results.forEach(result -> result.path("metric").forEach(label -> values.add(label.asText())));
    return values;
  }

  private static void assertAnswered(
      RealPrometheus prometheus, LogStore loki, List<ExampleQuery> queries, Runnable load) {
    List<ExampleQuery> pending = new ArrayList<>();
    for (ExampleQuery query : queries) {
      pending.add(query);
      pending.addAll(query.selectors());
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!pending.isEmpty() && System.nanoTime() < deadline) {
      load.run();
      pending.removeIf(
          query ->
              query.language().equals("loki")
                  ? !loki.query(query.text()).isEmpty()
                  : answered(prometheus.query(query.text()), query.labels()));
    }
    assertEquals(
        "",
        pending.stream().map(ExampleQuery::toString).collect(Collectors.joining("\n")),
        () -> pending.size() + " queries return no data, or none with the labels of their legends");
  }

  /** At least one number, as a route that was asked once has no quantile, and each label. */
  private static boolean answered(JsonNode results, List<String> labels) {
    boolean number = false;
    Set<String> missing = new HashSet<>(labels);
    for (JsonNode result : results) {
      number |= Double.isFinite(result.path("value").path(1).asDouble(Double.NaN));
      result.path("metric").fieldNames().forEachRemaining(missing::remove);
    }
    return number && missing.isEmpty();
  }

  private static void load(int port) {
    Http http = new Http(port);
    for (String path :
        List.of(
            "/shoes/7",
            "/users/3",
            "/lettuce/a",
            "/jedis/b",
            "/api/users?status=503",
            "/boom",
            "/refused",
            "/chain/" + port)) {
      http.get(path);
    }
  }
}
