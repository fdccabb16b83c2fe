package io.sonde.instrumentation.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
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
import java.util.Collections;

/**
 * Prometheus' Java client 1 ({@code io.prometheus.metrics}): classic histograms, no native ones.
 */
@Instrumentation("prometheus-client")
final class PrometheusClient implements MeterReader {
  private static final PrometheusClient READER = new PrometheusClient();
  private static final String REGISTRY = "io.prometheus.metrics.model.registry.PrometheusRegistry";

  private PrometheusClient() {}

  /** A collector is added. */
  @Weave(types = REGISTRY, methods = "register")
  static final class Register {
    private Register() {}

    @Exit
    static void exit(
        @This PrometheusRegistry registry, @Arg(0) Object collector, @Thrown Throwable thrown) {
      if (thrown == null) {
        MeterRegistries.add(registry, collector, READER);
      }
    }
  }

  /** A collector is removed. */
  @Weave(types = REGISTRY, methods = "unregister")
  static final class Unregister {
    private Unregister() {}

    @Enter
    static void enter(@Arg(0) Object collector) {
      MeterRegistries.remove(collector);
    }
  }

  /** All are removed. */
  @Weave(types = REGISTRY, methods = "clear")
  static final class Clear {
    private Clear() {}

    @Enter
    static void enter(@This PrometheusRegistry registry) {
      MeterRegistries.clear(registry);
    }
  }

  // ---- MeterReader

  @Override
  public Iterable<?> meters(Object added) {
    return Collections.singletonList(added);
  }

  @Override
  public String name(Object meter) {
    return meter instanceof Collector ? ((Collector) meter).getPrometheusName() : null;
  }

  @Override
  public void read(Object meter, MeterSink sink) {
    if (meter instanceof Collector) {
      read(((Collector) meter).collect(), sink);
    } else {
      for (MetricSnapshot snapshot : ((MultiCollector) meter).collect()) {
        read(snapshot, sink);
      }
    }
  }

  private static void read(MetricSnapshot snapshot, MeterSink sink) {
    String name = snapshot.getMetadata().getPrometheusName();
    String help = snapshot.getMetadata().getHelp();
    if (snapshot instanceof InfoSnapshot && !name.endsWith("_info")) {
      name = name + "_info";
    }
    sink.family(type(snapshot), name, null, help);
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      if (point instanceof StateSetSnapshot.StateSetDataPointSnapshot) {
        states(name, (StateSetSnapshot.StateSetDataPointSnapshot) point, sink);
        continue;
      }
      labels(point.getLabels(), sink);
      if (point instanceof CounterSnapshot.CounterDataPointSnapshot) {
        sink.number(((CounterSnapshot.CounterDataPointSnapshot) point).getValue());
      } else if (point instanceof GaugeSnapshot.GaugeDataPointSnapshot) {
        sink.number(((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue());
      } else if (point instanceof UnknownSnapshot.UnknownDataPointSnapshot) {
        sink.number(((UnknownSnapshot.UnknownDataPointSnapshot) point).getValue());
      } else if (point instanceof SummarySnapshot.SummaryDataPointSnapshot) {
        summary((SummarySnapshot.SummaryDataPointSnapshot) point, sink);
      } else if (point instanceof HistogramSnapshot.HistogramDataPointSnapshot) {
        histogram((HistogramSnapshot.HistogramDataPointSnapshot) point, sink);
      } else {
        sink.number(1);
      }
    }
  }

  private static MeterSink.Type type(MetricSnapshot snapshot) {
    if (snapshot instanceof CounterSnapshot) {
      return MeterSink.Type.COUNTER;
    }
    if (snapshot instanceof SummarySnapshot) {
      return MeterSink.Type.SUMMARY;
    }
    return snapshot instanceof HistogramSnapshot ? MeterSink.Type.HISTOGRAM : MeterSink.Type.GAUGE;
  }

  private static void labels(Labels labels, MeterSink sink) {
    for (int i = 0; i < labels.size(); i++) {
      sink.label(labels.getPrometheusName(i), labels.getValue(i));
    }
  }

  private static void states(
      String name, StateSetSnapshot.StateSetDataPointSnapshot point, MeterSink sink) {
    for (int i = 0; i < point.size(); i++) {
      labels(point.getLabels(), sink);
      sink.label(name, point.getName(i));
      sink.number(point.isTrue(i) ? 1 : 0);
    }
  }

  private static void summary(SummarySnapshot.SummaryDataPointSnapshot point, MeterSink sink) {
    Quantiles all = point.getQuantiles();
    double[] quantiles = new double[all.size()];
    double[] values = new double[all.size()];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = all.get(i).getQuantile();
      values[i] = all.get(i).getValue();
    }
    sink.summary(count(point), sum(point), quantiles, values);
  }

  private static void histogram(
      HistogramSnapshot.HistogramDataPointSnapshot point, MeterSink sink) {
    if (!point.hasClassicHistogramData()) {
      sink.histogram(sum(point), new double[0], new long[] {count(point)});
      return;
    }
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    // The last is that of infinity, always.
    double[] bounds = new double[buckets.size() - 1];
    long[] counts = new long[buckets.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getCount(i);
      if (i < bounds.length) {
        bounds[i] = buckets.getUpperBound(i);
      }
    }
    sink.histogram(sum(point), bounds, counts);
  }

  private static long count(DistributionDataPointSnapshot point) {
    return point.hasCount() ? point.getCount() : 0;
  }

  private static double sum(DistributionDataPointSnapshot point) {
    return point.hasSum() ? point.getSum() : Double.NaN;
  }
}
