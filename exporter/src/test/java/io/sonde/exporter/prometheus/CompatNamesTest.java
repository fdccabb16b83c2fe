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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatNamesTest {
  private static String render(boolean compat, List<MetricData> metrics) {
    Exposition exposition = TestMetrics.exposition(() -> metrics, compat);
    return new String(exposition.render(null, null).body(), StandardCharsets.UTF_8);
  }

  private static final String TEXT = render(true, TestMetrics.shop(2));

  private static void assertSample(String sample) {
    assertTrue(TEXT.contains("\n" + sample + "\n"), () -> sample + " is not in\n" + TEXT);
  }

  @Test
  void http() {
    assertSample(
        "http_requests_total{endpoint=\"/api/users/{id}\",method=\"GET\",path=\"/api/users/{id}\",status=\"200\"}"
            + " 9");
    assertSample(
        "http_requests_total{endpoint=\"unknown\",method=\"GET\",path=\"unknown\",status=\"404\"}"
            + " 2");
    assertSample(
        "http_request_duration_seconds_bucket{endpoint=\"/api/orders\",method=\"POST\",path=\"/api/orders\",le=\"10.0\"}"
            + " 4");
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
        "otel_http_server_request_count_total{error_type=\"500\",http_request_method=\"POST\",http_response_status_code=\"500\",http_route=\"/api/orders\",url_scheme=\"http\"}"
            + " 2");
    assertSample(
        "otel_http_server_request_duration_seconds_bucket{http_request_method=\"GET\",http_response_status_code=\"404\",url_scheme=\"http\",le=\"0.005\"}"
            + " 2");
    assertSample(
        "otel_http_server_active_requests{http_request_method=\"GET\",url_scheme=\"http\"} 3");
  }

  @Test
  void memoryHasTheLabelsOfBothWorldsOnOneSeries() {
    assertSample(
        "jvm_memory_used_bytes{application=\"shop\",area=\"nonheap\",id=\"Metaspace\",jvm_memory_pool_name=\"Metaspace\",jvm_memory_type=\"non_heap\"}"
            + " 500");
    assertSample(
        "jvm_memory_max_bytes{application=\"shop\",area=\"heap\",id=\"G1 Eden"
            + " Space\",jvm_memory_pool_name=\"G1 Eden Space\",jvm_memory_type=\"heap\"} 1000");
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
  void micrometer() {
    String get =
        "{application=\"shop\",exception=\"none\",method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/api/users/{id}\"}";
    assertSample("http_server_requests_seconds_count" + get + " 9");
    assertSample("http_server_requests_seconds_max" + get + " 0.3");
    assertSample(
        "http_server_requests_seconds_sum{application=\"shop\",exception=\"none\",method=\"POST\",outcome=\"SERVER_ERROR\",status=\"500\",uri=\"/api/orders\"}"
            + " 14");
    assertSample(
        "http_server_requests_seconds_count{application=\"shop\",exception=\"none\",method=\"GET\",outcome=\"CLIENT_ERROR\",status=\"404\",uri=\"UNKNOWN\"}"
            + " 2");
    String pause =
        "{action=\"end of minor GC\",application=\"shop\",cause=\"G1 Evacuation Pause\",gc=\"G1"
            + " Young Generation\"}";
    assertSample("jvm_gc_pause_seconds_sum" + pause + " 0.02");
    assertSample("jvm_gc_pause_seconds_max" + pause + " 0.02");
    assertSample("jvm_threads_live_threads{application=\"shop\"} 23");
    assertSample("jvm_threads_daemon_threads{application=\"shop\"} 20");
    assertSample("process_uptime_seconds{application=\"shop\"} 12.5");
    assertSample("logback_events_total{application=\"shop\",level=\"warn\"} 4");
    assertSample("hikaricp_connections{application=\"shop\",pool=\"orders\"} 10");
    assertSample("hikaricp_connections_active{application=\"shop\",pool=\"orders\"} 2");
    assertSample("hikaricp_connections_idle{application=\"shop\",pool=\"orders\"} 8");
  }

  @Test
  void noMaximumWhereNoneIsKnown() {
    MetricData exponential =
        new TestMetrics.Durations("http.server.request.duration")
            .record(TestMetrics.request("GET", "/", 200), 1)
            .exponential();
    String text = render(true, List.of(exponential));
    assertTrue(text.contains("\nhttp_server_requests_seconds_count{"), text);
    assertFalse(text.contains("_max"), text);
  }

  @Test
  void exceptionIsTheSimpleNameOfItsClass() {
    TestMetrics.Durations http =
        new TestMetrics.Durations("http.server.request.duration")
            .record(
                TestMetrics.request("GET", "/", 200).toBuilder()
                    .put("error.type", "java.io.IOException")
                    .build(),
                1);
    String text = render(true, List.of(http.explicit()));
    assertTrue(text.contains("exception=\"IOException\""), text);
  }

  @ParameterizedTest
  @CsvSource({
    "classic, http_requests_total, true",
    "classic, http_server_requests_seconds_count, false",
    "classic, otel_http_server_active_requests, false",
    "micrometer, http_server_requests_seconds_count, true",
    "micrometer, http_requests_total, false",
    "otel-prefix, otel_http_server_active_requests, true",
    "otel-prefix, jvm_threads_live_threads, false",
    "false, http_requests_total, false",
  })
  void groups(String group, String name, boolean shown) {
    Exposition exposition =
        new Exposition(() -> TestMetrics.shop(1), CompatGroup.of(List.of(group)), false);
    String text = new String(exposition.render(null, null).body(), StandardCharsets.UTF_8);
    assertEquals(shown, text.contains("\n" + name), text);
    assertEquals(group.equals("micrometer"), text.contains("application=\"shop\""), text);
  }

  /** As the agent makes it: the rest of its labels is not known. */
  private static Attributes overflow(long status) {
    return Attributes.builder()
        .put("otel.metric.overflow", true)
        .put("http.response.status_code", status)
        .build();
  }

  @Test
  void overflowStaysApart() {
    TestMetrics.Durations http =
        new TestMetrics.Durations("http.server.request.duration")
            .record(TestMetrics.request("GET", null, 404), 1)
            .record(overflow(200), 2, 3)
            .record(overflow(503), 4, 5, 6);
    String text = render(true, List.of(http.explicit()));
    for (String sample :
        List.of(
            "http_requests_total{otel_metric_overflow=\"true\",status=\"200\"} 2",
            "http_requests_total{otel_metric_overflow=\"true\",status=\"503\"} 3",
            "http_errors_total 3",
            "http_request_duration_seconds_count{otel_metric_overflow=\"true\"} 5",
            "http_server_requests_seconds_count{application=\"shop\",otel_metric_overflow=\"true\",outcome=\"SERVER_ERROR\",status=\"503\"}"
                + " 3",
            "otel_http_server_request_count_total{http_response_status_code=\"503\",otel_metric_overflow=\"true\"}"
                + " 3",
            "http_response_time_seconds_count 6",
            "http_requests_total{endpoint=\"unknown\",method=\"GET\",path=\"unknown\",status=\"404\"}"
                + " 1")) {
      assertTrue(text.contains("\n" + sample + "\n"), () -> sample + " is not in\n" + text);
    }
  }

  /** A counter's exemplar is the increment of one, not the duration that it came with. */
  @Test
  void countersHaveExemplars() {
    TestMetrics.Durations http =
        new TestMetrics.Durations("http.server.request.duration")
            .recordTraced(TestMetrics.request("GET", "/", 500), 0.25, 1_716_000_000_007L);
    Exposition exposition = TestMetrics.exposition(() -> List.of(http.explicit()), true);
    String text =
        new String(
            exposition.render("application/openmetrics-text", null).body(), StandardCharsets.UTF_8);
    String exemplar =
        " 1 # {trace_id=\"%s\",span_id=\"%s\"} 1 1716000000.007\n"
            .formatted(TestMetrics.TRACE, TestMetrics.SPAN);
    assertTrue(text.contains("\nhttp_errors_total" + exemplar), text);
    assertTrue(text.contains("status=\"500\"}" + exemplar), text);
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
