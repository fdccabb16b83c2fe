package io.sonde.agent.sdk;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.bootstrap.metrics.UpDownCounter;
import io.sonde.exporter.MetricSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects all metrics: those of the hooks, of the pools, of the JVM, of the agent itself, and
 * those that the application keeps.
 */
public final class MetricCollector implements MetricSource {
  /** A group of metrics that is observed when it is asked for. */
  interface Observer {
    void observe(MetricBatch batch) throws Exception;
  }

  private final Map<String, Object> attributes;
  private final String scopeName;
  private final String scopeVersion;

  /** Null before they are first collected: what they are made of is not to be paid at the start. */
  private Resource resource;

  private InstrumentationScopeInfo scope;
  private final Observer[] observers;
  private final boolean[] failed;
  private final Set<String> full = new HashSet<String>();
  private final long startNanos = System.nanoTime();
  private long startEpochNanos = System.currentTimeMillis() * 1_000_000L;

  /**
   * @param resource the attributes of the process: texts and {@code Long}s
   * @param scopeName of the instrumentation scope, as is its version
   * @param seriesLimit series of one metric of the application's
   */
  public MetricCollector(
      Map<String, Object> resource,
      String scopeName,
      String scopeVersion,
      SelfMetrics self,
      int seriesLimit) {
    attributes = resource;
    this.scopeName = scopeName;
    this.scopeVersion = scopeVersion;
    observers =
        new Observer[] {
          new PoolMetrics(),
          new JvmMetrics(),
          new CpuMetrics(),
          new TomcatMetrics(),
          self,
          // Last: it leaves out what has a name of the others.
          new ApplicationMeters(seriesLimit)
        };
    failed = new boolean[observers.length];
  }

  @Override
  public synchronized List<MetricData> collect() {
    if (resource == null) {
      resource = Resource.create(SdkAttributes.of(attributes));
      scope = InstrumentationScopeInfo.builder(scopeName).setVersion(scopeVersion).build();
    }
    long now = System.currentTimeMillis() * 1_000_000L;
    if (now < startEpochNanos) {
      // The clock was ahead at the start and has been set: no sum may end before it began.
      startEpochNanos = now - (System.nanoTime() - startNanos);
    }
    MetricBatch batch = new MetricBatch(resource, scope, startEpochNanos, now);
    for (Histogram histogram : Metrics.histograms()) {
      HistogramPoints.add(histogram, batch);
      tellFull(histogram.full(), histogram.name());
    }
    for (UpDownCounter counter : Metrics.counters()) {
      add(counter, batch);
      tellFull(counter.full(), counter.name());
    }
    for (int i = 0; i < observers.length; i++) {
      try {
        if (!failed[i]) {
          observers[i].observe(batch);
        }
      } catch (Throwable t) {
        // A JVM without the management modules, say: the group is off, the others are not.
        failed[i] = true;
        AgentLog.info(observers[i].getClass().getSimpleName() + " are off: " + t);
      }
    }
    return batch.metrics;
  }

  /** Here and not where the table fills up: that is a thread of the application. */
  private void tellFull(boolean isFull, String metric) {
    if (isFull && full.add(metric)) {
      AgentLog.warn(
          metric
              + " has as many series as sonde.metrics.cardinality-limit allows: what comes beyond"
              + " is counted under otel.metric.overflow");
    }
  }

  private static void add(UpDownCounter counter, MetricBatch batch) {
    List<LongPointData> points = new ArrayList<LongPointData>();
    for (UpDownCounter.Series series : counter.all()) {
      points.add(
          batch.point(series.sum(), SdkAttributes.labels(counter.labels(), series.values(), null)));
    }
    MetricBatch.Kind kind =
        counter.monotonic() ? MetricBatch.Kind.COUNTER : MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(kind, counter.name(), counter.description(), counter.unit(), points);
  }
}
