package io.sonde.exporter.prometheus;

import static io.sonde.exporter.prometheus.TestMetrics.gauge;
import static io.sonde.exporter.prometheus.TestMetrics.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.bootstrap.http.MetricsPage;
import io.sonde.exporter.prometheus.TestMetrics.Durations;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  private static String render(String accept, MetricData... metrics) {
    Exposition exposition = TestMetrics.exposition(() -> List.of(metrics), false);
    return new String(exposition.render(accept, null).body(), StandardCharsets.UTF_8);
  }

  /** Without the lines about the resource. */
  private static String metrics(MetricData... metrics) {
    String text = render(null, metrics);
    return text.substring(text.indexOf('\n', text.indexOf("\ntarget_info{") + 1) + 1);
  }

  private static Durations durations() {
    Attributes get = Attributes.builder().put("http.request.method", "GET").build();
    return new Durations("http.server.request.duration")
        .record(get, 0, 0.004, 0.3, 20)
        .recordTraced(get, 0.05, 1_716_000_000_007L);
  }

  @Test
  void text() {
    assertEquals(
        """
        # HELP target_info Target metadata
        # TYPE target_info gauge
        target_info{service_name="shop",service_version="1.0"} 1
        # HELP http_server_request_duration_seconds A "duration"\\nof \\\\ something.
        # TYPE http_server_request_duration_seconds histogram
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="0.005"} 2
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="0.1"} 3
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="1.0"} 4
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="10.0"} 4
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="+Inf"} 5
        http_server_request_duration_seconds_sum{http_request_method="GET"} 20.354
        http_server_request_duration_seconds_count{http_request_method="GET"} 5
        # HELP db_client_connection_timeouts_total A sum.
        # TYPE db_client_connection_timeouts_total counter
        db_client_connection_timeouts_total 7
        """,
        render(
            null,
            durations().explicit(),
            durations().exponential(),
            sum(
                true,
                "db.client.connection.timeouts",
                "{timeout}",
                Map.of(Attributes.empty(), 7L))));
  }

  @Test
  void openMetrics() {
    assertEquals(
        """
        # TYPE target info
        # HELP target Target metadata
        target_info{service_name="shop",service_version="1.0"} 1
        # TYPE http_server_request_duration_seconds histogram
        # UNIT http_server_request_duration_seconds seconds
        # HELP http_server_request_duration_seconds A \\"duration\\"\\nof \\\\ something.
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="0.005"} 2
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="0.1"} 3 # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"} 0.05 1716000000.007
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="1.0"} 4
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="10.0"} 4
        http_server_request_duration_seconds_bucket{http_request_method="GET",le="+Inf"} 5
        http_server_request_duration_seconds_sum{http_request_method="GET"} 20.354
        http_server_request_duration_seconds_count{http_request_method="GET"} 5
        # TYPE db_client_connection_timeouts counter
        # HELP db_client_connection_timeouts A sum.
        db_client_connection_timeouts_total 7
        # EOF
        """,
        render(
            OPEN_METRICS,
            durations().explicit(),
            durations().exponential(),
            sum(
                true,
                "db.client.connection.timeouts",
                "{timeout}",
                Map.of(Attributes.empty(), 7L))));
  }

  @Test
  void labelValuesAreEscapedAndAnyTextIsValidUtf8() {
    Attributes odd =
        Attributes.builder()
            .put("a", "quote\" back\\ line\nfeed")
            .put("b", "한국어 😀 \ud800")
            .put("empty", "")
            .build();
    assertTrue(
        metrics(gauge("g", "", odd, 1))
            .endsWith("g{a=\"quote\\\" back\\\\ line\\nfeed\",b=\"한국어 😀 ?\"} 1\n"));
  }

  @Test
  void labelsThatBecomeOneNameAreJoined() {
    Attributes colliding =
        Attributes.builder().put("a.b", "1").put("a_b", "3").put("a-b", "0").build();
    assertTrue(metrics(gauge("g", "", colliding, 1)).endsWith("g{a_b=\"0;1;3\"} 1\n"));
  }

  @Test
  void namesAndUnits() {
    assertTrue(
        render(null, gauge("jvm.cpu.utilization", "1", Attributes.empty(), 0.5))
            .contains("\njvm_cpu_utilization 0.5\n"));
    assertTrue(
        render(null, gauge("jvm.memory", "By", Attributes.empty(), 5))
            .contains("\njvm_memory_bytes 5\n"));
    assertTrue(
        render(null, gauge("io.rate", "By/s", Attributes.empty(), 5))
            .contains("\nio_rate_bytes_per_second 5\n"));
    assertTrue(
        render(null, gauge("size.bytes", "By", Attributes.empty(), 5))
            .contains("\nsize_bytes 5\n"));
    assertTrue(
        render(null, gauge("9..x--y", "", Attributes.empty(), -0.1)).contains("\n_9_x_y -0.1\n"));
    assertTrue(
        render(null, sum(true, "orders.total", "{order}", Map.of(Attributes.empty(), 1L)))
            .contains("\norders_total 1\n"));
    assertTrue(
        render(null, sum(false, "queue", "", Map.of(Attributes.empty(), -1L)))
            .contains("# TYPE queue gauge\nqueue -1\n"));
  }

  @Test
  void numbers() {
    double[] values = {1e15, 1e-7, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    String[] texts = {"1.0E15", "1.0E-7", "NaN", "+Inf", "-Inf"};
    for (int i = 0; i < values.length; i++) {
      assertTrue(
          render(null, gauge("g", "", Attributes.empty(), values[i]))
              .endsWith("\ng " + texts[i] + "\n"));
    }
    assertEquals("1.0", FloatText.canonical(1));
    assertEquals("0.0001", FloatText.canonical(1e-4));
    assertEquals("1e-05", FloatText.canonical(1e-5));
    assertEquals("123456.5", FloatText.canonical(123456.5));
    assertEquals("1e+06", FloatText.canonical(1e6));
    assertEquals("-2.5e+17", FloatText.canonical(-2.5e17));
    assertEquals("0.0", FloatText.canonical(0));
    assertEquals("0.99", FloatText.canonical(0.99));
  }

  /** A strict parser refuses the whole exposition for one of these. */
  @Test
  void whatWouldClashIsLeftOut() {
    Durations d = new Durations("work").record(Attributes.empty(), 1);
    String text =
        metrics(
            d.explicit(),
            gauge("work.seconds.count", "", Attributes.empty(), 99),
            gauge("work", "s", Attributes.empty(), 98),
            gauge("dup.name", "", Attributes.empty(), 1),
            gauge("dup_name", "", Attributes.empty(), 2));
    assertFalse(text.contains(" 99\n"), text);
    assertFalse(text.contains(" 98\n"), text);
    assertTrue(text.endsWith("# TYPE dup_name gauge\ndup_name 1\n"), text);
  }

  @Test
  void theLabelOfBucketsIsReserved() {
    Attributes le = Attributes.builder().put("le", "x").build();
    String text = metrics(new Durations("work").record(le, 1).explicit());
    assertTrue(text.contains("work_seconds_bucket{exported_le=\"x\",le=\"1.0\"} 1\n"), text);
  }

  @Test
  void gzipOnlyOnRequest() throws Exception {
    Exposition exposition = TestMetrics.exposition(() -> TestMetrics.shop(3), true);
    MetricsPage plain = exposition.render(null, "br, gzip;q=0");
    MetricsPage zipped = exposition.render(null, "br, gzip;q=0.5");
    assertEquals(null, plain.contentEncoding());
    assertEquals("gzip", zipped.contentEncoding());
    byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertEquals(
        new String(plain.body(), StandardCharsets.UTF_8).lines().count(),
        new String(unzipped, StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void emptySourceIsAValidExposition() {
    assertEquals("", render(null));
    assertEquals("# EOF\n", render(OPEN_METRICS));
  }
}
