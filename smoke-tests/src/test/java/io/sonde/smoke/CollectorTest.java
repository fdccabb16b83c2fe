package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import java.net.InetSocketAddress;
import java.util.ArrayList;
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

  private final List<Span> spans = new ArrayList<>();
  private GrpcReceiver collector;

  @Test
  void theEnvironmentOfTheUsersIsEnough() throws Exception {
    String listens =
        (String)
            Examples.yaml(
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
            Await.until("every span", () -> spans().size() == OrderService.REQUESTS);
            assertEquals(
                Set.copyOf(service.traces),
                spans.stream().map(CollectorTest::traceId).collect(Collectors.toSet()));
          },
          () -> Await.until("every line", this::lines, n -> n == OrderService.LINES),
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
    List<?> environment = (List<?>) Examples.yaml(COMPOSE, "services", "app", "environment");
    for (Object line : environment) {
      String[] variable = ((String) line).split("=", 2);
      command.environment(
          variable[0], variable[1].replace("collector", address.getAddress().getHostAddress()));
    }
    return command;
  }

  private List<Span> spans() {
    try {
      spans.clear();
      for (byte[] message : collector.requests("trace.v1.TraceService")) {
        for (var resource : ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
          assertTrue(
              resource.getResource().getAttributesList().stream()
                  .anyMatch(a -> a.getValue().getStringValue().equals("demo-app")));
          resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        }
      }
      return spans;
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String traceId(Span span) {
    StringBuilder text = new StringBuilder();
    for (byte each : span.getTraceId().toByteArray()) {
      text.append("%02x".formatted(each));
    }
    return text.toString();
  }

  private int lines() {
    int lines = 0;
    for (byte[] message : collector.requests("logs.v1.LogsService")) {
      try {
        for (var resource : ExportLogsServiceRequest.parseFrom(message).getResourceLogsList()) {
          for (var scope : resource.getScopeLogsList()) {
            lines += scope.getLogRecordsCount();
          }
        }
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return lines;
  }

  /** The metrics of the last request. */
  private List<Metric> metrics() {
    List<byte[]> messages = collector.requests("metrics.v1.MetricsService");
    List<Metric> metrics = new ArrayList<>();
    try {
      if (!messages.isEmpty()) {
        byte[] last = messages.get(messages.size() - 1);
        for (var resource : ExportMetricsServiceRequest.parseFrom(last).getResourceMetricsList()) {
          resource.getScopeMetricsList().forEach(scope -> metrics.addAll(scope.getMetricsList()));
        }
      }
      return metrics;
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private long count(Predicate<NumberDataPoint> which) {
    return metrics().stream()
        .filter(metric -> metric.getName().equals("http.server.request.count"))
        .flatMap(metric -> metric.getSum().getDataPointsList().stream())
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
        Examples.yaml(
            "collector/collector-prometheus-pull.yaml", "exporters", "prometheus", "namespace");
    Set<String> names = new TreeSet<>();
    for (Metric metric : metrics()) {
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
            .matcher(Examples.text("collector/queries.promql"))
            .results()
            .map(found -> found.group())
            .collect(Collectors.toSet());
    assertEquals(3, asked.size());
    assertTrue(names.containsAll(asked), () -> asked + " of " + names);
  }
}
