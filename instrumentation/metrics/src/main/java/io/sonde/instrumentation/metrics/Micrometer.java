package io.sonde.instrumentation.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sonde.bootstrap.metrics.MeterReader;
import io.sonde.bootstrap.metrics.MeterRegistries;
import io.sonde.bootstrap.metrics.MeterSink;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Optional;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Weave;
import java.time.Duration;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.concurrent.TimeUnit;

/**
 * Micrometer 1: the meters of {@code SimpleMeterRegistry}, and of {@code Metrics.globalRegistry},
 * which counts nothing until it is given a registry. Those of its Prometheus registry are {@link
 * PrometheusClient}'s or {@link PrometheusSimpleClient}'s. Registries that push keep what was added
 * since the last step only, so there is nothing to read in them.
 *
 * <p>Prometheus must see the names that Micrometer's own Prometheus registry gives.
 */
@Instrumentation("micrometer")
final class Micrometer implements MeterReader {
  private static final Micrometer SIMPLE = new Micrometer(false);
  private static final Micrometer GLOBAL = new Micrometer(true);

  private final boolean global;

  private Micrometer(boolean global) {
    this.global = global;
  }

  /** A meter is made. */
  @Weave(
      types = "io.micrometer.core.instrument.simple.SimpleMeterRegistry",
      methods = {
        "newCounter",
        "newGauge",
        "newTimer",
        "newDistributionSummary",
        "newLongTaskTimer",
        "newFunctionTimer",
        "newFunctionCounter"
      })
  static final class Created {
    private Created() {}

    @Enter
    static void enter(@This SimpleMeterRegistry registry) {
      MeterRegistries.add(registry, SIMPLE);
    }
  }

  /** The global registry is there, and has no meter yet. */
  @Weave(types = "io.micrometer.core.instrument.Metrics", methods = "<clinit>")
  static final class Initialized {
    private Initialized() {}

    @Exit
    static void exit(@Thrown Throwable thrown) {
      if (thrown == null) {
        Buckets buckets = new Buckets();
        SimpleMeterRegistry registry = new SimpleMeterRegistry(buckets, Clock.SYSTEM);
        registry.config().meterFilter(buckets);
        MeterRegistries.add(registry, GLOBAL);
        Metrics.addRegistry(registry);
      }
    }
  }

  /**
   * The buckets of {@code SimpleMeterRegistry} forget what is older than a minute, as maxima
   * should; but nobody can take a rate of such. So a meter of the global registry that has buckets
   * remembers for ever. The registry asks the filter, then for the time, and makes one meter at a
   * time.
   *
   * <p>Not a subclass of the registry: this file is defined while the registry is being loaded.
   */
  private static final class Buckets implements SimpleConfig, MeterFilter {
    private boolean forever;

    /** Its gauges of buckets and percentiles, of which there are hundreds, nobody reads. */
    @Override
    public MeterFilterReply accept(Meter.Id id) {
      return id.syntheticAssociation() == null ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      forever = config.isPublishingHistogram();
      try {
        return forever ? Boundaries.of(config) : config;
      } catch (LinkageError | RuntimeException e) {
        // This is called while the application makes a meter. Bounds were of another type once.
        return config;
      }
    }

    @Override
    public Duration step() {
      return forever ? Duration.ofDays(3650) : Duration.ofMinutes(1);
    }

    @Override
    public String get(String key) {
      return null;
    }
  }

  /** Micrometer 1.5 and later. */
  @Optional
  private static final class Boundaries {
    private Boundaries() {}

    /** With every bucket named: of those that are for percentiles this registry keeps none. */
    static DistributionStatisticConfig of(DistributionStatisticConfig config) {
      NavigableSet<Double> all =
          config.merge(DistributionStatisticConfig.DEFAULT).getHistogramBuckets(true);
      double[] bounds = new double[all.size()];
      int size = 0;
      for (Double bound : all) {
        bounds[size++] = bound;
      }
      return DistributionStatisticConfig.builder()
          .serviceLevelObjectives(bounds)
          .build()
          .merge(config);
    }
  }

  // ---- MeterReader

  @Override
  public Iterable<?> meters(Object added) {
    MeterRegistry registry = (MeterRegistry) added;
    boolean needless = global && readable(Metrics.globalRegistry, registry, 0);
    if (needless) {
      Metrics.removeRegistry(registry);
    }
    if (needless || registry.isClosed()) {
      MeterRegistries.remove(registry);
      return Collections.emptyList();
    }
    return registry.getMeters();
  }

  /** Whether the application has given a registry that can be read; it knows the common tags. */
  private static boolean readable(CompositeMeterRegistry composite, Object except, int depth) {
    for (MeterRegistry each : composite.getRegistries()) {
      boolean found =
          each instanceof CompositeMeterRegistry
              ? depth < 3 && readable((CompositeMeterRegistry) each, except, depth + 1)
              : each != except && (each instanceof SimpleMeterRegistry || isPrometheus(each));
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrometheus(MeterRegistry registry) {
    for (Class<?> c = registry.getClass(); c != MeterRegistry.class; c = c.getSuperclass()) {
      if (c.getName().endsWith(".PrometheusMeterRegistry")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String name(Object meter) {
    return ((Meter) meter).getId().getName();
  }

  @Override
  public void read(Object meter, MeterSink sink) {
    Meter.Id id = ((Meter) meter).getId();
    if (id.syntheticAssociation() != null) {
      // A percentile or bucket of another meter, which shows it itself.
      return;
    }
    if (meter instanceof TimeGauge) {
      gauge(sink, id, "s", "", ((TimeGauge) meter).value(TimeUnit.SECONDS));
    } else if (meter instanceof Gauge) {
      gauge(sink, id, id.getBaseUnit(), "", ((Gauge) meter).value());
    } else if (meter instanceof CumulativeCounter) {
      counter(sink, id, ((Counter) meter).count());
    } else if (meter instanceof CumulativeFunctionCounter) {
      counter(sink, id, ((FunctionCounter) meter).count());
    } else if (meter instanceof CumulativeTimer) {
      Timer timer = (Timer) meter;
      distribution(sink, id, "s", timer, timer.count(), timer.totalTime(TimeUnit.SECONDS));
    } else if (meter instanceof CumulativeDistributionSummary) {
      DistributionSummary summary = (DistributionSummary) meter;
      distribution(sink, id, id.getBaseUnit(), summary, summary.count(), summary.totalAmount());
    } else if (meter instanceof CumulativeFunctionTimer) {
      FunctionTimer timer = (FunctionTimer) meter;
      total(sink, id, (long) timer.count(), timer.totalTime(TimeUnit.SECONDS));
    } else if (meter instanceof LongTaskTimer) {
      LongTaskTimer timer = (LongTaskTimer) meter;
      total(sink, id, timer.activeTasks(), timer.duration(TimeUnit.SECONDS));
    }
  }

  private static void total(MeterSink sink, Meter.Id id, long count, double seconds) {
    begin(sink, MeterSink.Type.SUMMARY, id, "s", "");
    double[] none = {};
    sink.summary(count, seconds, none, none);
  }

  private static void counter(MeterSink sink, Meter.Id id, double count) {
    begin(sink, MeterSink.Type.COUNTER, id, id.getBaseUnit(), "");
    sink.number(count);
  }

  private static void gauge(MeterSink sink, Meter.Id id, String unit, String part, double value) {
    begin(sink, MeterSink.Type.GAUGE, id, unit, part);
    sink.number(value);
  }

  private void distribution(
      MeterSink sink, Meter.Id id, String unit, HistogramSupport meter, long count, double sum) {
    boolean time = meter instanceof Timer;
    HistogramSnapshot snapshot = meter.takeSnapshot();
    CountAtBucket[] buckets = snapshot.histogramCounts();
    if (global && buckets.length > 0) {
      begin(sink, MeterSink.Type.HISTOGRAM, id, unit, "");
      // To a summary the unit is nothing, and what is stored are nanoseconds.
      TimeUnit of = time ? TimeUnit.SECONDS : TimeUnit.NANOSECONDS;
      histogram(sink, buckets, of, count, sum);
      // Its maximum would be that since the start.
      return;
    }
    begin(sink, MeterSink.Type.SUMMARY, id, unit, "");
    ValueAtPercentile[] percentiles = snapshot.percentileValues();
    double[] quantiles = new double[percentiles.length];
    double[] values = new double[percentiles.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = percentiles[i].percentile();
      values[i] = time ? percentiles[i].value(TimeUnit.SECONDS) : percentiles[i].value();
    }
    sink.summary(count, sum, quantiles, values);
    double max = time ? snapshot.max(TimeUnit.SECONDS) : snapshot.max();
    gauge(sink, id, unit, ".max", max);
  }

  /**
   * @param buckets cumulative, ascending
   * @param count as it was a moment before the buckets were counted
   */
  private static void histogram(
      MeterSink sink, CountAtBucket[] buckets, TimeUnit unit, long count, double sum) {
    int size = buckets.length;
    double infinity = (double) Long.MAX_VALUE / unit.toNanos(1);
    while (size > 0 && buckets[size - 1].bucket(unit) >= infinity) {
      size--;
    }
    double[] bounds = new double[size];
    long[] counts = new long[size + 1];
    long below = 0;
    for (int i = 0; i < size; i++) {
      bounds[i] = buckets[i].bucket(unit);
      long upTo = Math.max(below, (long) buckets[i].count());
      counts[i] = upTo - below;
      below = upTo;
    }
    counts[size] = Math.max(0, count - below);
    sink.histogram(sum, bounds, counts);
  }

  /**
   * Units are words to Micrometer, which makes them the end of the name as they are. What may be a
   * code of UCUM, such as {@code ms}, would be spelt out in Prometheus' names.
   */
  private static void begin(
      MeterSink sink, MeterSink.Type type, Meter.Id id, String unit, String part) {
    String name = id.getName();
    boolean words = unit == null || isWord(unit);
    if (!part.isEmpty() || !words) {
      String word = "s".equals(unit) ? "seconds" : unit;
      boolean there = word == null || name.endsWith('.' + word) || name.endsWith('_' + word);
      name = (there ? name : name + '.' + word) + part;
      sink.family(type, name, null, id.getDescription());
    } else {
      sink.family(type, name, unit, id.getDescription());
    }
    for (Tag tag : id.getTags()) {
      sink.label(tag.getKey(), tag.getValue());
    }
  }

  private static boolean isWord(String unit) {
    for (int i = 0; i < unit.length(); i++) {
      if (!Character.isLetter(unit.charAt(i))) {
        return false;
      }
    }
    return unit.length() > 4 || unit.equals("s");
  }
}
