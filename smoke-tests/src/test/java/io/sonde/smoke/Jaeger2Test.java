package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.AgentCommand;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jaeger 2, which takes OTLP itself: where the users' Collector sends traces to, the agent sends
 * them without one. Of {@code jaeger:4317} the name is replaced by an address, and nothing else.
 */
class Jaeger2Test {
  @ParameterizedTest
  @CsvSource({
    "otlp, OTEL_EXPORTER_OTLP_ENDPOINT",
    "jaeger, OTEL_EXPORTER_JAEGER_ENDPOINT",
  })
  void everyRequestIsOneTrace(String exporter, String endpointKey) throws Exception {
    String endpoint =
        (String)
            Example.yaml("jaeger/collector-jaeger.yaml", "exporters", "otlp/jaeger", "endpoint");
    assertEquals("jaeger:4317", endpoint);
    InetSocketAddress address = Loopback.withPort(4317);
    AgentCommand command =
        OrderService.command()
            .environment("OTEL_TRACES_EXPORTER", exporter)
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .environment(
                endpointKey,
                "http://" + endpoint.replace("jaeger", address.getAddress().getHostAddress()));
    try (GrpcReceiver jaeger = GrpcReceiver.start(address, "trace.v1.TraceService");
        OrderService service = OrderService.start(command)) {
      service.awaitTraces(() -> OtlpCalls.spans(jaeger));
    }
  }
}
