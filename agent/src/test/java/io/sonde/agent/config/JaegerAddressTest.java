package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sonde.exporter.net.HttpTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JaegerAddressTest {
  private static JaegerAddress address(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        environment.put("OTEL_EXPORTER_JAEGER_" + pairs[i], pairs[i + 1]);
      }
    }
    return JaegerAddress.of(new Config(null, environment));
  }

  @ParameterizedTest
  @CsvSource({
    ",,THRIFT_HTTP,http://localhost:14268/api/traces",
    "http/thrift.binary,,THRIFT_HTTP,http://localhost:14268/api/traces",
    "grpc,,OTLP_GRPC,http://localhost:4317",
    ",http://jaeger:14268,THRIFT_HTTP,http://jaeger:14268",
    ",http://jaeger:14268/api/traces,THRIFT_HTTP,http://jaeger:14268/api/traces",
    ",https://proxy/jaeger/api/traces,THRIFT_HTTP,https://proxy/jaeger/api/traces",
    ",http://jaeger:4317,OTLP_GRPC,http://jaeger:4317",
    ",http://jaeger:4318,OTLP_HTTP,http://jaeger:4318",
    ",https://jaeger,OTLP_HTTP,https://jaeger",
    "http/thrift.binary,http://jaeger:8080,THRIFT_HTTP,http://jaeger:8080",
    "grpc,http://jaeger:8080,OTLP_GRPC,http://jaeger:8080",
    ",http://jaeger:14250,THRIFT_HTTP,http://jaeger:14268/api/traces",
    "grpc,http://jaeger:14250,THRIFT_HTTP,http://jaeger:14268/api/traces",
    "http/thrift.binary,udp://jaeger:6831,THRIFT_HTTP,http://localhost:14268/api/traces"
  })
  void requests(String protocol, String endpoint, JaegerAddress.Protocol means, String url) {
    JaegerAddress address = address("PROTOCOL", protocol, "ENDPOINT", endpoint);
    assertEquals(means, address.protocol);
    assertEquals(url, address.endpoint);
    assertNull(address.host);
  }

  @ParameterizedTest
  @CsvSource({
    ",,localhost,,THRIFT_UDP_COMPACT,localhost,6831",
    ",,jaeger,,THRIFT_UDP_COMPACT,jaeger,6831",
    ",,,6831,THRIFT_UDP_COMPACT,localhost,6831",
    ",,,6832,THRIFT_UDP_BINARY,localhost,6832",
    "udp/thrift.compact,,,,THRIFT_UDP_COMPACT,localhost,6831",
    "udp/thrift.binary,,,,THRIFT_UDP_BINARY,localhost,6832",
    "udp/thrift.compact,,,6832,THRIFT_UDP_COMPACT,localhost,6832",
    "udp/thrift.compact,http://other:14268,jaeger,,THRIFT_UDP_COMPACT,jaeger,6831",
    ",udp://jaeger:6831,,,THRIFT_UDP_COMPACT,jaeger,6831",
    ",UDP://jaeger,,,THRIFT_UDP_COMPACT,jaeger,6831",
    ",udp://jaeger:6832,other,6831,THRIFT_UDP_BINARY,jaeger,6832",
    "udp/thrift.binary,udp://jaeger,,,THRIFT_UDP_BINARY,jaeger,6832"
  })
  void datagrams(
      String protocol,
      String endpoint,
      String agentHost,
      String agentPort,
      JaegerAddress.Protocol means,
      String host,
      int port) {
    JaegerAddress address =
        address(
            "PROTOCOL",
            protocol,
            "ENDPOINT",
            endpoint,
            "AGENT_HOST",
            agentHost,
            "AGENT_PORT",
            agentPort);
    assertEquals(means, address.protocol);
    assertEquals(host, address.host);
    assertEquals(port, address.port);
    assertNull(address.endpoint);
  }

  @Test
  void anEndpointCountsMoreThanAnAgent() {
    JaegerAddress address = address("ENDPOINT", "http://jaeger:14268", "AGENT_HOST", "localhost");
    assertEquals(JaegerAddress.Protocol.THRIFT_HTTP, address.protocol);
  }

  @Test
  void credentialsGoWithEveryRequest() throws Exception {
    Config config =
        new Config(
            null,
            Map.of(
                "OTEL_EXPORTER_JAEGER_USER", "jae",
                "OTEL_EXPORTER_JAEGER_PASSWORD", "ger",
                "OTEL_EXPORTER_JAEGER_HEADERS", "x-tenant=a%20b",
                "OTEL_EXPORTER_JAEGER_TIMEOUT", "3s"));
    HttpTarget target = JaegerKeys.target(config, "http://jaeger:14268");
    assertEquals(
        Map.of("Authorization", "Basic amFlOmdlcg==", "x-tenant", "a b"), target.headers());
    assertEquals(3000, target.timeoutMillis());
    Function<String, String> otlp = JaegerKeys.otlp(config, "http://jaeger:4317", true);
    assertEquals("http://jaeger:4317", otlp.apply("otel.exporter.otlp.endpoint"));
    assertNull(otlp.apply("otel.exporter.otlp.traces.endpoint"));
    assertEquals("grpc", otlp.apply("otel.exporter.otlp.protocol"));
    assertEquals(
        "authorization=Basic%20amFlOmdlcg==,x-tenant=a%20b",
        otlp.apply("otel.exporter.otlp.headers"));
    assertEquals("3000", otlp.apply("otel.exporter.otlp.timeout"));
    assertNull(otlp.apply("otel.exporter.otlp.compression"));
  }
}
