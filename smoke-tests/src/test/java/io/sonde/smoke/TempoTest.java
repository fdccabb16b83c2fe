package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.otlp.GrpcReceiver;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tempo as the users configure it: it takes traces over gRPC, and nothing else. */
class TempoTest {
  @Test
  void everyRequestIsOneTrace() throws Exception {
    Map<?, ?> protocols =
        (Map<?, ?>)
            Example.yaml(
                "tempo/tempo-config.yaml", "distributor", "receivers", "otlp", "protocols");
    assertEquals(Set.of("grpc"), protocols.keySet());
    String endpoint = (String) ((Map<?, ?>) protocols.get("grpc")).get("endpoint");
    int port = Integer.parseInt(endpoint.replaceFirst(".*:", ""));
    InetSocketAddress address = Loopback.withPort(port);
    String url = "http://" + address.getAddress().getHostAddress() + ":" + port;
    try (GrpcReceiver tempo = GrpcReceiver.start(address, "trace.v1.TraceService");
        OrderService service =
            OrderService.start(
                OrderService.command().environment("OTEL_EXPORTER_OTLP_ENDPOINT", url))) {
      service.process.expectWarning("gRPC status 12");
      service.awaitTraces(() -> OtlpCalls.spans(tempo));
      // What Tempo has no service for is told once for each signal.
      service.process.awaitErrorLine("LogsService");
      service.process.awaitErrorLine("MetricsService");
    }
  }
}
