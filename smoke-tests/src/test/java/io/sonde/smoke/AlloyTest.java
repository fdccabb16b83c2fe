package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.Await;
import io.sonde.testing.ReceivedMetric;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alloy listens as its configuration says: traces and metrics as OTLP, logs as Loki has them. */
class AlloyTest {
  @Test
  void eachComponentGetsItsOwn() throws Exception {
    InetSocketAddress grpc =
        Loopback.withPort(port("otelcol.receiver.otlp .*?grpc \\{\\s+endpoint = \"[\\d.]+:(\\d+)"));
    InetSocketAddress push = Loopback.withPort(port("loki.source.api .*?listen_port += (\\d+)"));
    try (GrpcReceiver otlp = GrpcReceiver.start(grpc);
        FakeLoki loki = new FakeLoki(push);
        OrderService service =
            OrderService.start(
                OrderService.command()
                    .environment("OTEL_LOGS_EXPORTER", "loki")
                    .environment("OTEL_METRICS_EXPORTER", "otlp")
                    .environment("OTEL_EXPORTER_OTLP_ENDPOINT", url(grpc))
                    .environment("SONDE_EXPORTER_LOKI_ENDPOINT", url(push)))) {
      Await.until("every line", () -> loki.entries().size() == OrderService.LINES);
      assertEquals(List.of(), loki.malformed());
      Await.until("every span", () -> OtlpCalls.spans(otlp).size() == OrderService.REQUESTS);
      Await.until("every request counted", () -> counted(otlp) == OrderService.REQUESTS);
      assertEquals(List.of(), OtlpCalls.logs(otlp));
    }
  }

  private static long counted(GrpcReceiver otlp) {
    return OtlpCalls.metrics(otlp).stream()
        .filter(metric -> metric.name().equals("http.server.request.duration"))
        .flatMap(metric -> metric.points().stream())
        .mapToLong(ReceivedMetric.Point::count)
        .sum();
  }

  private static int port(String regex) throws IOException {
    Matcher found =
        Pattern.compile(regex, Pattern.DOTALL).matcher(Example.text("alloy/config.alloy"));
    if (!found.find()) {
      throw new AssertionError(regex);
    }
    return Integer.parseInt(found.group(1));
  }

  private static String url(InetSocketAddress address) {
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
