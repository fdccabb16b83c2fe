package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The users' queries of logs, asked of Loki 2.9 as it comes, which takes no structured metadata: of
 * a real one where {@code loki} is on the {@code PATH}.
 */
class LokiTest {
  @Test
  void theUsersQueriesAreAnswered(@TempDir Path folder) throws Exception {
    List<String> queries =
        Example.queries("loki/queries.logql").stream().filter(line -> !line.isBlank()).toList();
    assertEquals(4, queries.size());
    try (LogStore loki = LogStore.start(folder);
        OrderService orders = service(queries.get(0), loki);
        OrderService payments = service(queries.get(1), loki);
        OrderService users = service(queries.get(2), loki)) {
      assertAll(
          () -> {
            List<String> errors = ask(loki, queries.get(0), OrderService.FAILED);
            assertTrue(errors.stream().allMatch(line -> line.contains("is not paid")));
          },
          () -> ask(loki, queries.get(1), OrderService.FAILED),
          () -> {
            List<String> lines = ask(loki, queries.get(2), OrderService.LINES);
            assertEquals(
                users.traces.stream().map(id -> "trace: " + id).sorted().toList(),
                lines.stream().distinct().sorted().toList());
          },
          () ->
              assertEquals(
                  List.of(String.valueOf(OrderService.FAILED)), ask(loki, queries.get(3), 1)),
          () -> everyLineOnce(loki, "order-service", orders),
          () -> everyLineOnce(loki, "payment-service", payments));
    }
  }

  /** From a trace to its logs: Grafana looks for the id in the text. */
  private static void everyLineOnce(LogStore loki, String name, OrderService service) {
    String all = "{service_name=\"" + name + "\"}";
    ask(loki, all, OrderService.LINES);
    int lines = 0;
    for (String trace : service.traces) {
      lines += loki.query(all + " |= \"" + trace + "\"").size();
    }
    assertEquals(OrderService.LINES, lines);
  }

  private static List<String> ask(LogStore loki, String query, int count) {
    return Await.until(query, () -> loki.query(query), answer -> answer.size() == count);
  }

  private static OrderService service(String query, LogStore loki) {
    String name = query.replaceFirst(".*service_name=\"([^\"]+)\".*", "$1");
    return OrderService.start(
        OrderService.command()
            .environment("OTEL_SERVICE_NAME", name)
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "prometheus")
            .environment("OTEL_LOGS_EXPORTER", "loki")
            .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url()));
  }
}
