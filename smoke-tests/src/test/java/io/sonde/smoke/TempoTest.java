package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.Await;
import io.sonde.testing.ReceivedSpan;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
      Await.until("every span", () -> OtlpCalls.spans(tempo).size() == OrderService.REQUESTS);
      assertEquals(
          Set.copyOf(service.traces),
          OtlpCalls.spans(tempo).stream().map(ReceivedSpan::traceId).collect(Collectors.toSet()));
      // What Tempo has no service for is told once for each signal.
      service.process.awaitErrorLine("LogsService");
      service.process.awaitErrorLine("MetricsService");
    }
  }
}
