package io.sonde.exporter.prometheus;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoubleExemplarData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableExponentialHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.exporter.MetricSource;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metric data as the agent's source makes it. */
public final class TestMetrics {
  /** When counting began, and of what moment all metrics are: epoch nanoseconds. */
  public static final long START = 1_700_000_000_000_000_000L;

  public static long epochNanos = START + 60_000_000_000L;

  public static final Resource RESOURCE =
      Resource.create(
          Attributes.builder().put("service.name", "shop").put("service.version", "1.0").build());
  public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  public static final String SPAN = "b7ad6b7169203331";
  public static final double[] BOUNDS = {0.005, 0.1, 1, 10};

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("sonde");

  private TestMetrics() {}

  /** What a scrape is answered with, with all compat names or none. */
  static Exposition exposition(MetricSource source, boolean compat) {
    return new Exposition(source, CompatGroup.of(List.of(String.valueOf(compat))), false);
  }

  public static Endpoint endpoint(
      String host, int port, Exposition exposition, EndpointAccess access) {
    return new Endpoint(host, port, access, new MetricsHandler(exposition, access));
  }

  /** Observations by labels, seen twice. */
  public static final class Durations {
    final String name;
    final String unit;
    final Map<Attributes, List<Double>> observations = new LinkedHashMap<>();
    final Map<Attributes, List<DoubleExemplarData>> exemplars = new LinkedHashMap<>();

    public Durations(String name) {
      this(name, "s");
    }

    Durations(String name, String unit) {
      this.name = name;
      this.unit = unit;
    }

    public Durations record(Attributes labels, double... seconds) {
      for (double value : seconds) {
        observations.computeIfAbsent(labels, k -> new ArrayList<>()).add(value);
      }
      return this;
    }

    /** An observation within a sampled span. */
    public Durations recordTraced(Attributes labels, double seconds, long epochMillis) {
      SpanContext span =
          SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
      exemplars
          .computeIfAbsent(labels, k -> new ArrayList<>())
          .add(
              ImmutableDoubleExemplarData.create(
                  Attributes.empty(), epochMillis * 1_000_000, span, seconds));
      return record(labels, seconds);
    }

    public MetricData explicit() {
      List<HistogramPointData> points = new ArrayList<>();
      observations.forEach(
          (labels, values) -> {
            Long[] counts = new Long[BOUNDS.length + 1];
            java.util.Arrays.fill(counts, 0L);
            for (double value : values) {
              int bucket = 0;
              while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
                bucket++;
              }
              counts[bucket]++;
            }
            points.add(
                ImmutableHistogramPointData.create(
                    START,
                    epochNanos,
                    labels,
                    sum(values),
                    false,
                    0,
                    true,
                    Collections.max(values),
                    java.util.stream.DoubleStream.of(BOUNDS).boxed().toList(),
                    List.of(counts),
                    exemplars.getOrDefault(labels, List.of())));
          });
      return ImmutableMetricData.createDoubleHistogram(
          RESOURCE,
          SCOPE,
          name,
          "A \"duration\"\nof \\ something.",
          unit,
          ImmutableHistogramData.create(AggregationTemporality.CUMULATIVE, points));
    }

    public MetricData exponential() {
      List<ExponentialHistogramPointData> points = new ArrayList<>();
      observations.forEach((labels, values) -> points.add(point(labels, values, 3)));
      return ImmutableMetricData.createExponentialHistogram(
          RESOURCE,
          SCOPE,
          name,
          "A \"duration\"\nof \\ something.",
          unit,
          ImmutableExponentialHistogramData.create(AggregationTemporality.CUMULATIVE, points));
    }

    private static ExponentialHistogramPointData point(
        Attributes labels, List<Double> values, int scale) {
      TreeMap<Integer, Long> byIndex = new TreeMap<>();
      long zeros = 0;
      for (double value : values) {
        if (value == 0) {
          zeros++;
        } else {
          byIndex.merge(index(value, scale), 1L, Long::sum);
        }
      }
      int offset = byIndex.isEmpty() ? 0 : byIndex.firstKey();
      List<Long> counts = new ArrayList<>();
      if (!byIndex.isEmpty()) {
        counts.addAll(Collections.nCopies(byIndex.lastKey() - offset + 1, 0L));
        byIndex.forEach((index, count) -> counts.set(index - offset, count));
      }
      return ExponentialHistogramPointData.create(
          scale,
          sum(values),
          zeros,
          false,
          0,
          false,
          0,
          ExponentialHistogramBuckets.create(scale, offset, counts),
          ExponentialHistogramBuckets.create(scale, 0, List.of()),
          START,
          epochNanos,
          labels,
          List.of());
    }
  }

  /** OpenTelemetry's index: the bucket is (base^index, base^(index+1)]. */
  static int index(double value, int scale) {
    return (int) Math.ceil(Math.log(value) / Math.log(2) * Math.pow(2, scale) - 1e-9) - 1;
  }

  static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  public static MetricData gauge(String name, String unit, Attributes labels, double value) {
    return ImmutableMetricData.createDoubleGauge(
        RESOURCE,
        SCOPE,
        name,
        "A gauge.",
        unit,
        ImmutableGaugeData.create(
            List.of(ImmutableDoublePointData.create(START, epochNanos, labels, value))));
  }

  /** One metric of many series. */
  static List<MetricData> many(int series) {
    Map<Attributes, Long> values = new LinkedHashMap<>();
    for (int i = 0; i < series; i++) {
      values.put(Attributes.builder().put("number", "of the series: " + i).build(), (long) i);
    }
    return List.of(sum(false, "many", "", values));
  }

  public static MetricData sum(
      boolean monotonic, String name, String unit, Map<Attributes, Long> values) {
    return ImmutableMetricData.createLongSum(
        RESOURCE,
        SCOPE,
        name,
        "A sum.",
        unit,
        ImmutableSumData.create(
            monotonic,
            AggregationTemporality.CUMULATIVE,
            values.entrySet().stream()
                .map(
                    e -> ImmutableLongPointData.create(START, epochNanos, e.getKey(), e.getValue()))
                .map(p -> (io.opentelemetry.sdk.metrics.data.LongPointData) p)
                .toList()));
  }

  public static MetricData cpu(double seconds) {
    return ImmutableMetricData.createDoubleSum(
        RESOURCE,
        SCOPE,
        "jvm.cpu.time",
        "CPU time used by the process as reported by the JVM.",
        "s",
        ImmutableSumData.create(
            true,
            AggregationTemporality.CUMULATIVE,
            List.of(
                ImmutableDoublePointData.create(START, epochNanos, Attributes.empty(), seconds))));
  }

  public static Attributes request(String method, String route, long status) {
    var labels =
        Attributes.builder()
            .put("http.request.method", method)
            .put("url.scheme", "http")
            .put("http.response.status_code", status);
    if (route != null) {
      labels.put("http.route", route);
    }
    if (status >= 500) {
      labels.put("error.type", String.valueOf(status));
    }
    return labels.build();
  }

  static Attributes connections(String state) {
    return Attributes.builder()
        .put("db.client.connection.pool.name", "orders")
        .put("db.client.connection.state", state)
        .build();
  }

  static Attributes pool(String type, String pool) {
    return Attributes.builder()
        .put("jvm.memory.type", type)
        .put("jvm.memory.pool.name", pool)
        .build();
  }

  /** Everything that the compat names are derived from, after {@code rounds} rounds of work. */
  public static List<MetricData> shop(int rounds) {
    Durations http = new Durations("http.server.request.duration");
    Durations client = new Durations("http.client.request.duration");
    Durations db = new Durations("db.client.operation.duration");
    for (int i = 0; i < rounds; i++) {
      http.record(request("GET", "/api/users/{id}", 200), 0, 0.004, 0.05, 0.3);
      http.record(request("POST", "/api/orders", 201), 2);
      http.record(request("GET", null, 404), 0.001);
      http.record(request("POST", "/api/orders", 500), 7);
      client.record(Attributes.empty(), 0.2);
      db.record(Attributes.builder().put("db.system.name", "mysql").build(), 0.02);
    }
    http.recordTraced(
        request("GET", "/api/users/{id}", 200), 0.25, System.currentTimeMillis() - 1000);
    Attributes active =
        Attributes.builder().put("http.request.method", "GET").put("url.scheme", "http").build();
    List<MetricData> all = new ArrayList<>();
    for (Durations durations : List.of(http, client, db)) {
      all.add(durations.explicit());
      all.add(durations.exponential());
    }
    all.add(sum(false, "http.server.active_requests", "{request}", Map.of(active, 3L)));
    Map<Attributes, Long> memory = new LinkedHashMap<>();
    memory.put(pool("heap", "G1 Eden Space"), 1000L);
    memory.put(pool("non_heap", "Metaspace"), 500L);
    all.add(sum(false, "jvm.memory.used", "By", memory));
    all.add(sum(false, "jvm.memory.limit", "By", memory));
    all.add(cpu(1.5 * rounds));
    Durations gc = new Durations("jvm.gc.duration");
    gc.record(
        Attributes.builder()
            .put("jvm.gc.name", "G1 Young Generation")
            .put("jvm.gc.action", "end of minor GC")
            .put("jvm.gc.cause", "G1 Evacuation Pause")
            .build(),
        0.02);
    all.add(gc.explicit());
    all.add(gc.exponential());
    all.add(
        sum(
            false,
            "jvm.thread.count",
            "{thread}",
            Map.of(
                Attributes.builder().put("jvm.thread.daemon", true).build(), 20L,
                Attributes.builder().put("jvm.thread.daemon", false).build(), 3L)));
    all.add(gauge("process.uptime", "s", Attributes.empty(), 12.5));
    all.add(
        sum(
            true,
            "sonde.log.events",
            "{event}",
            Map.of(Attributes.builder().put("level", "warn").build(), 2L * rounds)));
    all.add(
        sum(
            false,
            "db.client.connection.count",
            "{connection}",
            Map.of(connections("used"), 2L, connections("idle"), 8L)));
    return all;
  }
}
