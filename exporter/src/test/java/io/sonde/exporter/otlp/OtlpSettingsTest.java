package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpSettingsTest {
  private static OtlpSettings traces(String... keysAndValues) {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put("otel.exporter.otlp." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return OtlpSettings.resolve(OtlpSignal.TRACES, config::get);
  }

  @Test
  void defaults() {
    OtlpSettings settings = traces();
    assertFalse(settings.grpc());
    assertEquals("http://localhost:4318/v1/traces", settings.url().toString());
    assertEquals(10_000, settings.timeoutMillis());
    assertFalse(settings.gzip());
    assertEquals(
        "http://localhost:4318/v1/logs",
        OtlpSettings.resolve(OtlpSignal.LOGS, key -> "").url().toString());
    assertEquals("http://localhost:4317", traces("protocol", "grpc").url().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4317,,true,http://collector:4317",
    "http://otel_collector:4317,,true,http://otel_collector:4317",
    "http://collector:4318,,false,http://collector:4318/v1/traces",
    "https://collector/,,false,https://collector/v1/traces",
    "https://collector/otlp?key=1,,false,https://collector/otlp/v1/traces?key=1",
    "http://collector:4317,http/protobuf,false,http://collector:4317/v1/traces",
    "http://collector:9999,grpc,true,http://collector:9999",
    "http://[::1]:4318,,false,http://[::1]:4318/v1/traces",
    "http://collector:4318,http/json,false,http://collector:4318/v1/traces",
    "http://collector:4317,http/json,false,http://collector:4317/v1/traces",
    "http://elastic:9200/_otlp,,false,http://elastic:9200/_otlp/v1/traces",
    "https://otlp-gateway.grafana.net/otlp,,false,https://otlp-gateway.grafana.net/otlp/v1/traces",
  })
  void theGeneralEndpointIsABase(String endpoint, String protocol, boolean grpc, String url) {
    OtlpSettings settings =
        traces("endpoint", endpoint, "protocol", protocol == null ? "" : protocol);
    assertEquals(grpc, settings.grpc());
    assertEquals(url, settings.url().toString());
  }

  @Test
  void theSignalsOwnComesFirst() {
    OtlpSettings settings =
        traces(
            "endpoint", "http://general:4317",
            "headers", "a=1",
            "timeout", "1",
            "compression", "none",
            "traces.endpoint", "http://own:4318/as/it/is",
            "traces.headers", "b=2",
            "traces.timeout", "3s",
            "traces.compression", "gzip",
            "metrics.endpoint", "http://other:1");
    assertFalse(settings.grpc());
    assertEquals("http://own:4318/as/it/is", settings.url().toString());
    assertEquals("2", settings.headers().get("b"));
    assertFalse(settings.headers().containsKey("a"));
    assertEquals(3000, settings.timeoutMillis());
    assertTrue(settings.gzip());
  }

  /** As the documents have them: with a base path for Prometheus 2.47 and later, with a tenant. */
  @Test
  void receiversBelowAPath() {
    for (String[] c :
        new String[][] {
          {"http://prometheus:9090/api/v1/otlp", "http://prometheus:9090/api/v1/otlp/v1/metrics"},
          {"http://prometheus:9090/api/v1/otlp/", "http://prometheus:9090/api/v1/otlp/v1/metrics"},
          {"http://elastic:9200/_otlp", "http://elastic:9200/_otlp/v1/metrics"}
        }) {
      Map<String, String> config = Map.of("otel.exporter.otlp.endpoint", c[0]);
      assertEquals(c[1], OtlpSettings.resolve(OtlpSignal.METRICS, config::get).url().toString());
    }
    Map<String, String> own =
        Map.of("otel.exporter.otlp.metrics.endpoint", "http://p:9090/api/v1/otlp/v1/metrics");
    assertEquals(
        "http://p:9090/api/v1/otlp/v1/metrics",
        OtlpSettings.resolve(OtlpSignal.METRICS, own::get).url().toString());
    assertEquals(
        "http://loki:3100/otlp/v1/logs",
        OtlpSettings.resolve(
                OtlpSignal.LOGS,
                Map.of("otel.exporter.otlp.endpoint", "http://loki:3100/otlp")::get)
            .url()
            .toString());
  }

  @Test
  void headersAreDecoded() {
    Map<String, String> headers =
        traces("headers", " Authorization = Basic%20YWJj%3d , ,x=a=b,empty=,plus=1+1").headers();
    assertEquals(
        List.of("user-agent", "authorization", "x", "empty", "plus"),
        List.copyOf(headers.keySet()));
    assertEquals("Basic YWJj=", headers.get("authorization"));
    assertEquals("a=b", headers.get("x"));
    assertEquals("", headers.get("empty"));
    assertEquals("1+1", headers.get("plus"));
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint,s3cret:4317",
    "endpoint,ftp://s3cret",
    "endpoint,http://",
    "endpoint,http://h:s3cret",
    "endpoint,http://h:99999",
    "traces.endpoint,s3cret",
    "protocol,s3cret",
    "protocol,http/xml",
    "headers,s3cret",
    "headers,=s3cret",
    "headers,a b=s3cret",
    "headers,k=s3cret%",
    "headers,k=s3cret%zz",
    "headers,k=s3cret%0d%0ax: y",
    "headers,k=s3cr\u00e9t",
    "timeout,s3cret",
    "timeout,0",
    "timeout,-1",
    "timeout,601s",
    "timeout,99999999999",
    "timeout,ms",
    "compression,s3cret",
    "traces.compression,s3cret"
  })
  void malformedValuesAreNamedButNotRepeated(String key, String value) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> traces(key, value)).getMessage();
    assertTrue(message.startsWith("otel.exporter.otlp." + key + " "), message);
    assertFalse(message.contains("s3cr"), message);
  }

  @Test
  void tlsFilesMustBeUsable() {
    for (String key : List.of("certificate", "client.key", "client.certificate")) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> traces("endpoint", "https://h", key, "/no/such/s3cret"))
              .getMessage();
      assertTrue(message.startsWith("otel.exporter.otlp." + key + " "), message);
      assertFalse(message.contains("s3cret"), message);
    }
  }
}
