package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.smoke.programs.actuator.Shop;
import io.sonde.smoke.programs.business.ClientOrders;
import io.sonde.smoke.programs.business.FaultyMetrics;
import io.sonde.smoke.programs.business.MicrometerOrders;
import io.sonde.smoke.programs.business.SimpleClientOrders;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedMetric.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Metrics that the application keeps itself, with Micrometer or Prometheus' Java client, are served
 * and sent with the agent's, and answer the queries of the users' documents.
 */
class BusinessMetricsTest {
  /** How many times the program has been asked, once for each round of the load. */
  private int rounds;

  private static AgentCommand orders(String library) {
    if (library.startsWith("io.prometheus:simpleclient:")) {
      return new AgentCommand(SimpleClientOrders.class).classPath(Libraries.resolve(library));
    }
    if (library.startsWith("io.prometheus:")) {
      return new AgentCommand(ClientOrders.class).classPath(Libraries.resolve(library));
    }
    String registry = "global";
    if (library.contains("registry-prometheus")) {
      registry =
          library.endsWith(":1.9.17")
              ? "io.micrometer.prometheus"
              : "io.micrometer.prometheusmetrics";
    }
    return new AgentCommand(MicrometerOrders.class, registry).classPath(Libraries.resolve(library));
  }

  /** Thirty orders of 20 dollars, three of 5 that fail. */
  private void order(AgentProcess process) {
    process.send("30 success 20");
    process.send("3 failed 5");
    rounds++;
    Await.until(
        "orders",
        () -> process.stdout().stream().filter(line -> line.startsWith("took 3 ")).count(),
        took -> took == rounds);
  }

  @ParameterizedTest
  @CsvSource({
    "io.micrometer:micrometer-core:1.1.0",
    "io.micrometer:micrometer-core:1.9.17",
    "io.micrometer:micrometer-core:1.17.1",
    "io.micrometer:micrometer-registry-prometheus:1.9.17",
    "io.micrometer:micrometer-registry-prometheus:1.17.1",
    "io.prometheus:simpleclient:0.0.26",
    "io.prometheus:simpleclient:0.16.0",
    "io.prometheus:prometheus-metrics-core:1.0.0",
    "io.prometheus:prometheus-metrics-core:1.5.1",
  })
  void scrapedAndSent(String library) throws Exception {
    AgentCommand command = orders(library);
    try (Backend backend = Backend.start();
        AgentProcess process = command.backend(backend).start()) {
      process.awaitLine("open");
      order(process);
      Exposed page = Exposed.of(new Http(command.prometheusPort()));
      assertEquals(30, page.value("orders_total{status=success}"), page::toString);
      assertEquals(3, page.value("orders_total{status=failed}"));
      assertEquals(33, page.value("order_amount_dollars_count{}"));
      assertEquals(615, page.value("order_amount_dollars_sum{}"));
      if (!library.endsWith("core:1.1.0")) {
        assertEquals(33, page.value("order_amount_dollars_bucket{le=+Inf}"));
      }
      assertTrue(page.page.contains("# HELP order_amount_dollars Order amount\n"), page::toString);
      assertEquals(42, page.value("active_users{}"));
      assertEquals(1, page.value("order_duration_seconds_count{}"));
      assertEquals(1.5, page.value("order_duration_seconds_sum{}"));
      // The JVM is measured by the agent alone.
      assertNull(page.value("jvm_threads_current{}"));
      assertNull(page.value("jvm_threads_live{}"));
      if (library.startsWith("io.micrometer")) {
        assertEquals(1.5, page.value("order_duration_seconds_max{}"));
        assertEquals(3, page.value("delivery_seconds_count{}"));
        assertEquals(9, page.value("delivery_seconds_sum{}"));
        assertEquals(1, page.value("stock_taking_seconds_count{}"), page::toString);
        assertEquals(7, page.value("visits_total{}"));
      } else {
        assertEquals(33 - 30, page.value("order_amount_dollars_bucket{le=10.0}"));
        assertEquals(33, page.value("order_amount_dollars_bucket{le=100.0}"));
        assertEquals(1.5, page.value("order_duration_seconds{quantile=0.5}"));
      }
      if (library.contains("metrics-core")) {
        assertEquals(1, page.value("shop_info{city=Seoul}"));
        assertEquals(1, page.value("door{door=open}"));
        assertEquals(0, page.value("door{door=closed}"));
      }
      sent(backend);
      process.terminate();
    }
  }

  /** The name over OTLP is the library's own, from which backends make Prometheus' one. */
  private static void sent(Backend backend) {
    Await.until(
        "orders over OTLP",
        () ->
            backend.metrics().stream()
                .filter(metric -> metric.name().matches("orders(_total)?"))
                .flatMap(metric -> metric.points().stream())
                .filter(point -> point.attributes().equals(Map.of("status", "success")))
                .mapToDouble(Point::value)
                .toArray(),
        values -> values.length > 0 && values[values.length - 1] == 30);
  }

  @ParameterizedTest
  @CsvSource({
    "io.micrometer:micrometer-core:1.17.1",
    "io.prometheus:simpleclient:0.16.0",
    "io.prometheus:prometheus-metrics-core:1.5.1",
  })
  void theQueriesOfTheDocumentsAreAnswered(String library, @TempDir Path folder) throws Exception {
    AgentCommand command = orders(library);
    try (AgentProcess process = command.start()) {
      process.awaitLine("open");
      try (RealPrometheus prometheus =
          RealPrometheus.scraping(command.prometheusPort(), folder, "exemplar-storage")) {
        List<String> pending = new ArrayList<>(Example.queries("prometheus/business.promql"));
        Await.until(
            "answers",
            () -> {
              order(process);
              pending.removeIf(query -> answered(prometheus.query(query)));
              return pending;
            },
            List::isEmpty);
        exactly(prometheus, "orders_total{status=\"success\"}", 30 * rounds);
        exactly(prometheus, "sum(orders_total)", 33 * rounds);
        exactly(prometheus, "order_amount_dollars_sum", 615 * rounds);
        exactly(prometheus, "order_amount_dollars_count", 33 * rounds);
        exactly(prometheus, "active_users", 42);
      }
      process.terminate();
    }
  }

  /** Some series, and no value that is no number. */
  private static boolean answered(JsonNode results) {
    for (JsonNode result : results) {
      if (!Double.isFinite(result.path("value").path(1).asDouble(Double.NaN))) {
        return false;
      }
    }
    return !results.isEmpty();
  }

  private static void exactly(RealPrometheus prometheus, String query, double expected) {
    Await.until(
        query,
        () -> prometheus.query(query).path(0).path("value").path(1).asDouble(),
        value -> value == expected);
  }

  /**
   * Beside actuator, whose own meters of the JVM, of requests and of logging the agent has, too: no
   * family comes twice, and the application's own are as actuator shows them.
   */
  @ParameterizedTest
  @CsvSource({
    "2.7.18, ''",
    "3.5.16, io.micrometer:micrometer-registry-prometheus:1.15.12",
    "4.1.1, io.micrometer:micrometer-registry-prometheus:1.17.1",
  })
  void besideActuator(String version, String registry) throws Exception {
    int port = FreePort.next();
    String boot = "org.springframework.boot:spring-boot-starter-";
    List<String> libraries = new ArrayList<>();
    libraries.add(boot + (version.startsWith("4.") ? "webmvc:" : "web:") + version);
    libraries.add(boot + "actuator:" + version);
    if (!registry.isEmpty()) {
      libraries.add(registry);
    }
    AgentCommand command =
        new AgentCommand(Shop.class)
            .classPath(Libraries.resolve(libraries.toArray(new String[0])))
            .environment("OTEL_SERVICE_NAME", "shop")
            .property("server.address", "127.0.0.1")
            .property("server.port", String.valueOf(port))
            .property("management.endpoints.web.exposure.include", "*")
            .property("management.metrics.tags.region", "kr");
    try (AgentProcess process = command.start()) {
      process.awaitLine("started");
      Http http = new Http(port);
      for (int i = 0; i < 3; i++) {
        assertEquals(200, http.get("/order").statusCode());
      }
      Exposed page = Exposed.of(new Http(command.prometheusPort()));
      assertEquals(3, page.value("orders_total{region=kr,status=success}"), page::toString);
      assertEquals(6, page.value("parcels_total{region=kr}"));
      assertEquals(1, page.count("orders_total{") * page.count("parcels_total{"));
      assertEquals(1, page.count("process_uptime_seconds{"));
      assertEquals(1, page.count("http_server_requests_seconds_count{"), page::toString);
      if (!registry.isEmpty()) {
        String actuator = http.get("/actuator/prometheus").body();
        assertTrue(
            actuator.contains("\norders_total{region=\"kr\",status=\"success\"} 3.0\n"), actuator);
        assertTrue(actuator.contains("\nparcels_total{region=\"kr\"} 6.0\n"), actuator);
      }
      process.terminate();
    }
  }

  /** A meter that blocks or throws costs itself, those that are too many themselves. */
  @Test
  void faults() throws Exception {
    AgentCommand command =
        new AgentCommand(FaultyMetrics.class)
            .classPath(
                Libraries.resolve(
                    "io.micrometer:micrometer-core:1.17.1",
                    "io.prometheus:simpleclient:0.16.0",
                    "io.prometheus:prometheus-metrics-core:1.5.1"));
    try (AgentProcess process = command.start()) {
      process
          .expectWarning("blocks whoever reads it")
          .expectWarning("could not be read: java.lang.IllegalStateException")
          .expectWarning("has too many series");
      process.awaitLine("ready");
      Http http = new Http(command.prometheusPort());
      // Reading that many may take longer than a scrape waits.
      Await.until("2,000 of 100,000", () -> page(http).count("users_total{"), n -> n == 2000);
      for (int i = 0; i < 3; i++) {
        Exposed page = Exposed.of(http);
        assertEquals(1, page.value("first{}"), page::toString);
        assertEquals(2, page.value("last{}"));
        assertEquals(0, page.count("blocking"));
        assertEquals(0, page.count("also_blocking"));
        assertEquals(0, page.count("throwing"));
        assertEquals(2000, page.count("users_total{"));
        // The collector's; that of Micrometer's registry is taken for the same one.
        assertEquals(3, page.value("orders_total{status=ok}"));
        assertEquals(1, page.count("orders_total{"));
        assertEquals(1, page.value("deployed{}"));
        assertEquals(1, page.value("deployed_orders_total{}"));
        assertEquals(1, page.value("long{text=" + "é".repeat(512) + "}"));
        assertTrue(page.value("sonde_application_failures_total{reason=timeout}") >= 2);
        assertTrue(page.value("sonde_application_failures_total{reason=exception}") > i);
      }
      process.send("undeploy");
      process.awaitLine("undeployed");
      Await.until(
          "no metric of what is gone", () -> page(http).count("deployed"), count -> count == 0);
      assertFalse(process.stderr().toString().contains("secret"));
      process.terminate();
    }
  }

  private static Exposed page(Http http) {
    try {
      return Exposed.of(http);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void offByConfiguration() throws Exception {
    AgentCommand command =
        orders("io.prometheus:prometheus-metrics-core:1.5.1")
            .environment("SONDE_METRICS_APPLICATION", "false");
    try (AgentProcess process = command.start()) {
      process.awaitLine("open");
      order(process);
      assertEquals(0, Exposed.of(new Http(command.prometheusPort())).count("orders"));
      process.terminate();
    }
  }
}
