package io.sonde.instrumentation.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import io.sonde.bootstrap.metrics.MeterReader;
import io.sonde.bootstrap.metrics.MeterRegistries;
import io.sonde.bootstrap.metrics.MeterSink;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Weave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prometheus' Java client 0.x ({@code io.prometheus.client}). */
@Instrumentation("prometheus-simpleclient")
final class PrometheusSimpleClient implements MeterReader {
  private static final PrometheusSimpleClient READER = new PrometheusSimpleClient();
  private static final String REGISTRY = "io.prometheus.client.CollectorRegistry";

  private PrometheusSimpleClient() {}

  /** A collector is added. */
  @Weave(types = REGISTRY, methods = "register")
  static final class Register {
    private Register() {}

    @Exit
    static void exit(
        @This CollectorRegistry registry, @Arg(0) Collector collector, @Thrown Throwable thrown) {
      // What the agent measures itself; the states of threads stop the application (fault I11).
      boolean ofJvm = collector.getClass().getName().startsWith("io.prometheus.client.hotspot.");
      if (thrown == null && !ofJvm) {
        MeterRegistries.add(registry, collector, READER);
      }
    }
  }

  /** A collector is removed. */
  @Weave(types = REGISTRY, methods = "unregister")
  static final class Unregister {
    private Unregister() {}

    @Enter
    static void enter(@Arg(0) Collector collector) {
      MeterRegistries.remove(collector);
    }
  }

  /** All are removed. */
  @Weave(types = REGISTRY, methods = "clear")
  static final class Clear {
    private Clear() {}

    @Enter
    static void enter(@This CollectorRegistry registry) {
      MeterRegistries.clear(registry);
    }
  }

  /** The samples of one label set of a histogram or summary. */
  private static final class Distribution {
    final Sample first;
    double count;
    double sum = Double.NaN;

    /** Upper bound to how many are below, or quantile to value. */
    final TreeMap<Double, Double> parts = new TreeMap<Double, Double>();

    Distribution(Sample first) {
      this.first = first;
    }
  }

  // ---- MeterReader

  @Override
  public Iterable<?> meters(Object added) {
    return Collections.singletonList(added);
  }

  @Override
  public String name(Object meter) {
    return null;
  }

  @Override
  public void read(Object meter, MeterSink sink) {
    for (MetricFamilySamples family : ((Collector) meter).collect()) {
      // Constants came and went with the versions.
      String type = family.type.name();
      if (type.equals("HISTOGRAM")) {
        distributions(family, "le", sink);
      } else if (type.equals("SUMMARY")) {
        distributions(family, "quantile", sink);
      } else {
        numbers(family, type.equals("COUNTER"), sink);
      }
    }
  }

  private static void numbers(MetricFamilySamples family, boolean counter, MeterSink sink) {
    MeterSink.Type type = counter ? MeterSink.Type.COUNTER : MeterSink.Type.GAUGE;
    String open = null;
    for (Sample sample : family.samples) {
      if (counter && sample.name.endsWith("_created")) {
        continue;
      }
      if (!sample.name.equals(open)) {
        open = sample.name;
        sink.family(type, open, null, family.help);
      }
      labels(sample, null, sink);
      sink.number(sample.value);
    }
  }

  private static void distributions(MetricFamilySamples family, String part, MeterSink sink) {
    Map<List<String>, Distribution> all = new LinkedHashMap<List<String>, Distribution>();
    for (Sample sample : family.samples) {
      int at = sample.labelNames.indexOf(part);
      List<String> values = new ArrayList<String>(sample.labelValues);
      if (at >= 0) {
        values.remove(at);
      }
      Distribution distribution = all.get(values);
      if (distribution == null) {
        distribution = new Distribution(sample);
        all.put(values, distribution);
      }
      if (at >= 0) {
        distribution.parts.put(number(sample.labelValues.get(at)), sample.value);
      } else if (sample.name.endsWith("_count")) {
        distribution.count = sample.value;
      } else if (sample.name.endsWith("_sum")) {
        distribution.sum = sample.value;
      }
    }
    boolean buckets = part.equals("le");
    sink.family(
        buckets ? MeterSink.Type.HISTOGRAM : MeterSink.Type.SUMMARY,
        family.name,
        null,
        family.help);
    for (Distribution distribution : all.values()) {
      labels(distribution.first, part, sink);
      if (buckets) {
        histogram(distribution, sink);
      } else {
        summary(distribution, sink);
      }
    }
  }

  private static double number(String text) {
    if (text.equals("+Inf")) {
      return Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }

  private static void summary(Distribution distribution, MeterSink sink) {
    double[] quantiles = new double[distribution.parts.size()];
    double[] values = new double[quantiles.length];
    int i = 0;
    for (Map.Entry<Double, Double> part : distribution.parts.entrySet()) {
      quantiles[i] = part.getKey();
      values[i++] = part.getValue();
    }
    sink.summary((long) distribution.count, distribution.sum, quantiles, values);
  }

  private static void histogram(Distribution distribution, MeterSink sink) {
    distribution.parts.remove(Double.POSITIVE_INFINITY);
    double[] bounds = new double[distribution.parts.size()];
    long[] counts = new long[bounds.length + 1];
    long below = 0;
    int i = 0;
    for (Map.Entry<Double, Double> part : distribution.parts.entrySet()) {
      bounds[i] = part.getKey();
      long upTo = Math.max(below, part.getValue().longValue());
      counts[i++] = upTo - below;
      below = upTo;
    }
    counts[i] = Math.max(0, (long) distribution.count - below);
    sink.histogram(distribution.sum, bounds, counts);
  }

  private static void labels(Sample sample, String except, MeterSink sink) {
    for (int i = 0; i < sample.labelNames.size(); i++) {
      if (!sample.labelNames.get(i).equals(except)) {
        sink.label(sample.labelNames.get(i), sample.labelValues.get(i));
      }
    }
  }
}
