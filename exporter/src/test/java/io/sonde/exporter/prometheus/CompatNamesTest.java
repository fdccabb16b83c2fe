package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompatNamesTest {
  private static String render(boolean compat, List<MetricData> metrics) {
    Exposition exposition = new Exposition(() -> metrics, compat);
    return new String(exposition.render(null, null).body(), StandardCharsets.UTF_8);
  }

  private static final String TEXT = render(true, TestMetrics.shop(2));

  private static void assertSample(String sample) {
    assertTrue(TEXT.contains("\n" + sample + "\n"), () -> sample + " is not in\n" + TEXT);
  }

  @Test
  void http() {
    assertSample(
        "http_requests_total{endpoint=\"/api/users/{id}\",method=\"GET\",path=\"/api/users/{id}\",status=\"200\"} 9");
    assertSample(
        "http_requests_total{endpoint=\"unknown\",method=\"GET\",path=\"unknown\",status=\"404\"} 2");
    assertSample(
        "http_request_duration_seconds_bucket{endpoint=\"/api/orders\",method=\"POST\",path=\"/api/orders\",le=\"10.0\"} 4");
    assertSample("http_response_time_seconds_bucket{le=\"+Inf\"} 15");
    assertSample("http_response_time_seconds_count 15");
    assertSample("request_latency_seconds_count 15");
    assertSample("http_errors_total 2");
    assertSample("http_requests_in_progress{method=\"GET\"} 3");
    assertSample("http_active_connections 3");
  }

  @Test
  void others() {
    assertSample("rpc_duration_seconds_count 2");
    assertSample("db_query_duration_seconds_sum 0.04");
    assertSample("db_query_duration_seconds_count 2");
    assertSample("memory_usage_bytes 1500");
    assertSample("cpu_usage_seconds_total 3");
  }

  @Test
  void collectorNamespace() {
    assertSample(
        "otel_http_server_request_count_total{error_type=\"500\",http_request_method=\"POST\",http_response_status_code=\"500\",http_route=\"/api/orders\",url_scheme=\"http\"} 2");
    assertSample(
        "otel_http_server_request_duration_seconds_bucket{http_request_method=\"GET\",http_response_status_code=\"404\",url_scheme=\"http\",le=\"0.005\"} 2");
    assertSample(
        "otel_http_server_active_requests{http_request_method=\"GET\",url_scheme=\"http\"} 3");
  }

  @Test
  void memoryHasTheLabelsOfBothWorldsOnOneSeries() {
    assertSample(
        "jvm_memory_used_bytes{area=\"nonheap\",id=\"Metaspace\",jvm_memory_pool_name=\"Metaspace\",jvm_memory_type=\"non_heap\"} 500");
    assertSample(
        "jvm_memory_max_bytes{area=\"heap\",id=\"G1 Eden Space\",jvm_memory_pool_name=\"G1 Eden Space\",jvm_memory_type=\"heap\"} 1000");
    assertEquals(2, TEXT.lines().filter(l -> l.startsWith("jvm_memory_used_bytes{")).count());
  }

  @Test
  void errorsAreThereBeforeTheFirst() {
    TestMetrics.Durations http =
        new TestMetrics.Durations("http.server.request.duration")
            .record(TestMetrics.request("GET", "/", 200), 1);
    assertTrue(render(true, List.of(http.explicit())).contains("\nhttp_errors_total 0\n"));
  }

  @Test
  void canBeSwitchedOff() {
    String text = render(false, TestMetrics.shop(1));
    assertFalse(text.contains("http_requests_total"), text);
    assertFalse(text.contains("area="), text);
  }

  @Test
  void anApplicationsOwnMetricWins() {
    List<MetricData> metrics = new ArrayList<>(TestMetrics.shop(1));
    metrics.add(TestMetrics.sum(true, "http.requests", "", Map.of(Attributes.empty(), 4711L)));
    metrics.add(TestMetrics.gauge("http.errors", "", Attributes.empty(), 12));
    String text = render(true, metrics);
    assertTrue(text.contains("\nhttp_requests_total 4711\n"), text);
    assertEquals(1, text.lines().filter(l -> l.startsWith("http_requests_total")).count());
    assertFalse(text.contains("http_errors_total"), text);
  }

  @Test
  void noSampleTwice() {
    Set<String> seen = new HashSet<>();
    TEXT.lines()
        .map(l -> l.startsWith("#") ? l : l.substring(0, l.lastIndexOf(' ')))
        .forEach(l -> assertTrue(seen.add(l), l));
  }
}
