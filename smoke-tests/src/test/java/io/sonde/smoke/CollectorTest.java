package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.ReceivedMetric;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The environment of the users' application, before a Collector: of {@code http://collector:4317}
 * the name is replaced by an address, and nothing else.
 */
class CollectorTest {
  private static final String COMPOSE = "collector/docker-compose.yaml";

  private GrpcReceiver collector;

  @Test
  void theEnvironmentOfTheUsersIsEnough() throws Exception {
    String listens =
        (String)
            Example.yaml(
                "collector/otel-collector.yaml",
                "receivers",
                "otlp",
                "protocols",
                "grpc",
                "endpoint");
    assertEquals("0.0.0.0:4317", listens);
    InetSocketAddress address = Loopback.withPort(4317);
    try (GrpcReceiver receiver = GrpcReceiver.start(address);
        OrderService service = OrderService.start(command(address))) {
      collector = receiver;
      assertAll(
          () -> {
            service.awaitTraces(() -> OtlpCalls.spans(collector));
            OtlpCalls.spans(collector)
                .forEach(span -> assertEquals("demo-app", span.resource().get("service.name")));
          },
          () ->
              Await.until(
                  "every line", () -> OtlpCalls.logs(collector).size() == OrderService.LINES),
          () ->
              Await.until(
                  "every request counted",
                  () -> count(point -> true),
                  n -> n == OrderService.REQUESTS),
          () -> assertEquals(OrderService.FAILED, count(CollectorTest::isServerError)),
          this::theQueriesNameWhatIsSent);
    }
  }

  private static AgentCommand command(InetSocketAddress address) throws Exception {
    AgentCommand command = OrderService.command().environment("OTEL_EXPORTER_OTLP_ENDPOINT", null);
    List<?> environment = (List<?>) Example.yaml(COMPOSE, "services", "app", "environment");
    for (Object line : environment) {
      String[] variable = ((String) line).split("=", 2);
      command.environment(
          variable[0], variable[1].replace("collector", address.getAddress().getHostAddress()));
    }
    return command;
  }

  private long count(Predicate<NumberDataPoint> which) {
    return OtlpCalls.metrics(collector).stream()
        .filter(metric -> metric.name().equals("http.server.request.count"))
        .flatMap(metric -> metric.metric().getSum().getDataPointsList().stream())
        .filter(which)
        .mapToLong(NumberDataPoint::getAsInt)
        .sum();
  }

  private static boolean isServerError(NumberDataPoint point) {
    for (KeyValue attribute : point.getAttributesList()) {
      if (attribute.getKey().equals("http.response.status_code")) {
        return attribute.getValue().getIntValue() >= 500;
      }
    }
    return false;
  }

  /** The Collector's exporter makes its names of a namespace, a metric's name and its unit. */
  private void theQueriesNameWhatIsSent() throws Exception {
    Object namespace =
        Example.yaml(
            "collector/collector-prometheus-pull.yaml", "exporters", "prometheus", "namespace");
    Set<String> names = new TreeSet<>();
    for (ReceivedMetric received : OtlpCalls.metrics(collector)) {
      Metric metric = received.metric();
      String name = namespace + "_" + metric.getName().replace('.', '_');
      if (metric.getUnit().equals("s")) {
        name += "_seconds";
      }
      if (metric.hasSum() && metric.getSum().getIsMonotonic()) {
        name += "_total";
      }
      names.add(metric.hasHistogram() ? name + "_bucket" : name);
    }
    Set<String> asked =
        Pattern.compile(namespace + "_\\w+")
            .matcher(Example.text("collector/queries.promql"))
            .results()
            .map(found -> found.group())
            .collect(Collectors.toSet());
    assertEquals(3, asked.size());
    assertTrue(names.containsAll(asked), () -> asked + " of " + names);
  }
}
