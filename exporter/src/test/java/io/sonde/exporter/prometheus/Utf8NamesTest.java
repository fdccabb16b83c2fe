package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names with dots, for who asks for them. */
class Utf8NamesTest {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;escaping=";
  private static final Attributes GET =
      Attributes.builder().put("http.request.method", "G\"E\"T").build();

  private static List<MetricData> metrics() {
    return List.of(
        new TestMetrics.Durations("http.server.request.duration").record(GET, 0.5).explicit(),
        TestMetrics.sum(true, "shop.orders", "", Map.of(Attributes.empty(), 7L)));
  }

  private static byte[] render(String accept, boolean utf8, List<String> groups) {
    return new Exposition(Utf8NamesTest::metrics, CompatGroup.of(groups), utf8)
        .render(accept, null)
        .body();
  }

  private static String text(String accept, boolean utf8) {
    return new String(render(accept, utf8, List.of()), StandardCharsets.UTF_8);
  }

  @Test
  void openMetrics() {
    assertEquals(
        """
        # TYPE target info
        # HELP target Target metadata
        {"target_info","service.name"="shop","service.version"="1.0"} 1
        # TYPE "http.server.request.duration_seconds" histogram
        # UNIT "http.server.request.duration_seconds" seconds
        # HELP "http.server.request.duration_seconds" A \\"duration\\"\\nof \\\\ something.
        {"http.server.request.duration_seconds_bucket","http.request.method"="G\\"E\\"T",le="0.005"} 0
        {"http.server.request.duration_seconds_bucket","http.request.method"="G\\"E\\"T",le="0.1"} 0
        {"http.server.request.duration_seconds_bucket","http.request.method"="G\\"E\\"T",le="1.0"} 1
        {"http.server.request.duration_seconds_bucket","http.request.method"="G\\"E\\"T",le="10.0"} 1
        {"http.server.request.duration_seconds_bucket","http.request.method"="G\\"E\\"T",le="+Inf"} 1
        {"http.server.request.duration_seconds_sum","http.request.method"="G\\"E\\"T"} 0.5
        {"http.server.request.duration_seconds_count","http.request.method"="G\\"E\\"T"} 1
        # TYPE "shop.orders" counter
        # HELP "shop.orders" A sum.
        {"shop.orders_total"} 7
        # EOF
        """
            .replace("{\"target_info\",", "target_info{"),
        text(OPEN_METRICS + "allow-utf-8", true));
  }

  @Test
  void textOfVersion1() {
    String text = text("text/plain;version=1.0.0;escaping=allow-utf-8", true);
    assertTrue(text.contains("\n# TYPE \"shop.orders_total\" counter\n"), text);
    assertTrue(text.contains("\n{\"shop.orders_total\"} 7\n"), text);
  }

  @Test
  void othersSeeThemEscaped() {
    String underscores = text(OPEN_METRICS + "underscores", false);
    for (String accept :
        List.of(
            OPEN_METRICS + "underscores",
            "application/openmetrics-text;version=1.0.0",
            "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8")) {
      assertEquals(underscores, text(accept, true), accept);
    }
    String dots = text(OPEN_METRICS + "dots", true);
    assertTrue(dots.contains("\nshop_dot_orders__total 7\n"), dots);
    assertTrue(dots.contains("\n# TYPE shop_dot_orders_ counter\n"), dots);
    assertTrue(dots.contains("{http_dot_request_dot_method=\"G"), dots);
    String values = text(OPEN_METRICS + "values", true);
    assertTrue(values.contains("\nU__shop_2e_orders__total 7\n"), values);
    assertTrue(values.contains("\ntarget_info{U__service_2e_name=\"shop\""), values);
  }

  @Test
  void unlessAskedForNamesStay() {
    assertEquals(text(null, false), text("text/plain;version=1.0.0;escaping=allow-utf-8", false));
    String dots = text("text/plain;version=1.0.0;escaping=dots", false);
    assertTrue(dots.contains("\nshop__orders__total 7\n"), dots);
  }

  @Test
  void compatNamesStayAsTheyAre() {
    String text =
        new String(
            render(OPEN_METRICS + "allow-utf-8", true, List.of("true")), StandardCharsets.UTF_8);
    assertTrue(text.contains("\nhttp_requests_total{endpoint=\"unknown\","), text);
    assertTrue(
        text.contains(
            "\notel_http_server_request_count_total{http_request_method=\"G\\\"E\\\"T\"} 1\n"),
        text);
  }

  @Test
  void protobufIsPlain() throws Exception {
    byte[] body =
        render(
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8",
            true,
            List.of());
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    Metrics.MetricFamily.parseDelimitedFrom(in);
    Metrics.MetricFamily http = Metrics.MetricFamily.parseDelimitedFrom(in);
    assertEquals("http.server.request.duration_seconds", http.getName());
    assertEquals("http.request.method", http.getMetric(0).getLabel(0).getName());
    assertEquals("shop.orders_total", Metrics.MetricFamily.parseDelimitedFrom(in).getName());
  }
}
