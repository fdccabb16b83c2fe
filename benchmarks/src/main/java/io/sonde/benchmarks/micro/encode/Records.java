package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.sonde.agent.sdk.MetricCollector;
import io.sonde.agent.sdk.SelfMetrics;
import io.sonde.benchmarks.micro.Message;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.http.HttpServerSpan;
import io.sonde.bootstrap.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A batch of each signal, as the agent makes them. */
final class Records {
  /** In a batch: the agent's default. */
  static final int COUNT = 512;

  private static final int DURATIONS = 100;
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.builder("io.sonde").setVersion("1.0").build();

  /** Of the resource. */
  static final Map<String, Object> ATTRIBUTES =
      Map.of(
          "service.name", "order-service",
          "service.version", "1.4.2",
          "service.instance.id", "627cc493-f310-47de-96bd-71410b7dec09",
          "host.name", "order-service-7d9f8c6b5-x2x8p");

  private Records() {}

  /** Requests that were served, with eight attributes each. */
  static List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      HttpServerSpan span = HttpServerSpan.start(new Message(), Message.READER);
      span.route("/users/{id}");
      span.deactivate();
      span.end(200, null);
      spans.add(span);
    }
    return spans;
  }

  /** Lines within a request each, with one entry of the MDC. */
  static List<LogEvent> logs() {
    List<LogEvent> logs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      HttpServerSpan span = HttpServerSpan.start(new Message(), Message.READER);
      logs.add(
          new LogEvent(
              System.currentTimeMillis() * 1_000_000L,
              9,
              "INFO",
              "com.shop.OrderService",
              "http-nio-8080-exec-" + i % 10,
              "order " + (4711 + i) + " of Alice placed, 3 items, 129.90 EUR",
              null,
              new Object[] {"tenant", "north"}));
      span.deactivate();
    }
    return logs;
  }

  /** The durations of as many routes: one metric of explicit and one of exponential buckets. */
  static List<MetricData> metrics() {
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < DURATIONS; j++) {
        long nanos = (long) (20_000_000 * Math.exp(random.nextGaussian()));
        Metrics.HTTP_SERVER_DURATION
            .series("GET", "http", "/shops/" + i + "/orders/{id}", 200L, null, "1.1")
            .record(nanos, null);
      }
    }
    // There is no agent that could tell of itself.
    AgentLog.level(AgentLog.WARN);
    List<MetricData> metrics =
        new MetricCollector(
                Map.of(), SCOPE.getName(), "1.0", new SelfMetrics(List.of(), null, 0), 0)
            .collect();
    metrics.removeIf(metric -> !metric.getName().equals(Metrics.HTTP_SERVER_DURATION.name()));
    return metrics;
  }

  /** A counter with the labels of each series of a histogram. */
  static MetricData numbers(MetricData histogram) {
    List<LongPointData> points = new ArrayList<>();
    for (HistogramPointData point : histogram.getHistogramData().getPoints()) {
      points.add(
          ImmutableLongPointData.create(
              point.getStartEpochNanos(),
              point.getEpochNanos(),
              point.getAttributes(),
              point.getCount()));
    }
    return ImmutableMetricData.createLongSum(
        histogram.getResource(),
        SCOPE,
        histogram.getName(),
        histogram.getDescription(),
        histogram.getUnit(),
        ImmutableSumData.create(true, AggregationTemporality.CUMULATIVE, points));
  }
}
