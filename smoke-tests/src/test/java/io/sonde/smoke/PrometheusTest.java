package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a real application; the questions of users' dashboards are answered.
 */
class PrometheusTest {
  private static final List<String> QUERIES =
      List.of(
          "up{job=\"api\"} == 1",
          "rate(http_requests_total[5m]) > 0",
          "irate(http_requests_total[5m])",
          "rate(http_requests_total{method=\"GET\",endpoint=\"/shoes/{id}\"}[5m]) > 0",
          "http_requests_total{job=\"api\", status=\"200\"}",
          "http_requests_total{path=~\"/shoes/.*\"}",
          "http_requests_total{status!~\"2..\"}",
          "topk(5, rate(http_requests_total[5m]))",
          "sum(http_requests_total) without (instance)",
          "sum(rate(http_requests_total{status=~\"5..\"}[5m]))"
              + " / sum(rate(http_requests_total[5m])) > 0.05",
          "rate(http_errors_total[5m]) > 0",
          "histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[5m])) > 0",
          "histogram_quantile(0.95,"
              + " sum(rate(http_request_duration_seconds_bucket[5m])) by (le, job)) > 0",
          "histogram_quantile(0.95, rate(http_response_time_seconds_bucket[5m])) > 0",
          "request_latency_seconds_sum / request_latency_seconds_count",
          "db_query_duration_seconds_sum / db_query_duration_seconds_count",
          "http_requests_in_progress{method=\"GET\"}",
          "http_active_connections",
          "rate(cpu_usage_seconds_total[5m]) > 0",
          "memory_usage_bytes",
          "jvm_memory_used_bytes{area=\"heap\"}",
          "rate(otel_http_server_request_count_total[5m])",
          "sum(rate(otel_http_server_request_count_total{http_response_status_code=~\"5..\"}[5m]))"
              + " / sum(rate(otel_http_server_request_count_total[5m])) > 0",
          "histogram_quantile(0.99, rate(otel_http_server_request_duration_seconds_bucket[5m])) > 0",
          "otel_http_server_active_requests",
          "histogram_quantile(0.9, sum(rate(http_server_request_duration_seconds[5m]))) > 0",
          "target_info{service_name=\"shop\"}");

  @Test
  void theQueriesOfDashboardsAreAnswered(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers();
        Backend backend = Backend.start()) {
      AgentCommand command = spring.command(servers).backend(backend);
      try (AgentProcess process = command.start();
          RealPrometheus prometheus = new RealPrometheus(command.prometheusPort(), folder)) {
        process.awaitLine("started");
        Http http = new Http(spring.port);
        Runnable traffic =
            () -> {
              http.get("/shoes/7");
              http.get("/boom");
            };
        List<Executable> answers = new ArrayList<>();
        for (String query : QUERIES) {
          answers.add(() -> answered(prometheus, query, traffic));
        }
        answers.add(() -> exemplarsOfRealSpans(prometheus, backend, traffic));
        Assertions.assertAll(answers);
        process.terminate();
      }
    }
  }

  private static void answered(RealPrometheus prometheus, String query, Runnable traffic) {
    JsonNode results =
        Await.until(
            query,
            () -> {
              traffic.run();
              return prometheus.query(query);
            },
            result -> !result.isEmpty());
    for (JsonNode result : results) {
      double value = result.path("value").path(1).asDouble(Double.NaN);
      assertTrue(Double.isFinite(value), () -> query + ": " + result);
    }
  }

  private static void exemplarsOfRealSpans(
      RealPrometheus prometheus, Backend backend, Runnable traffic) {
    JsonNode series =
        Await.until(
            "exemplars",
            () -> {
              traffic.run();
              return prometheus.exemplars("http_request_duration_seconds_bucket");
            },
            found -> !found.isEmpty());
    String trace =
        series.path(0).path("exemplars").path(0).path("labels").path("trace_id").asText();
    assertEquals(32, trace.length(), series::toString);
    backend.awaitSpan(span -> span.isServer() && span.traceId().equals(trace));
  }
}
