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
import java.util.List;

/** Collects all metrics: those of the hooks, of the pools, of the JVM and of the agent itself. */
public final class MetricCollector implements MetricSource {
  /** A group of metrics that is observed when it is asked for. */
  interface Observer {
    void observe(MetricBatch batch) throws Exception;
  }

  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final Observer[] observers;
  private final boolean[] failed;
  private final long startEpochNanos = System.currentTimeMillis() * 1_000_000L;

  public MetricCollector(Resource resource, InstrumentationScopeInfo scope, SelfMetrics self) {
    this.resource = resource;
    this.scope = scope;
    observers =
        new Observer[] {
          new PoolMetrics(), new JvmMetrics(), new CpuMetrics(), new TomcatMetrics(), self
        };
    failed = new boolean[observers.length];
  }

  @Override
  public synchronized List<MetricData> collect() {
    MetricBatch batch =
        new MetricBatch(resource, scope, startEpochNanos, System.currentTimeMillis() * 1_000_000L);
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
    for (Histogram histogram : Metrics.histograms()) {
      HistogramPoints.add(histogram, batch);
    }
    for (UpDownCounter counter : Metrics.counters()) {
      add(counter, batch);
    }
    return batch.metrics;
  }

  private static void add(UpDownCounter counter, MetricBatch batch) {
    List<LongPointData> points = new ArrayList<LongPointData>();
    for (UpDownCounter.Series series : counter.all()) {
      points.add(
          batch.point(series.sum(), SdkAttributes.labels(counter.labels(), series.values())));
    }
    MetricBatch.Kind kind =
        counter.monotonic() ? MetricBatch.Kind.COUNTER : MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(kind, counter.name(), counter.description(), counter.unit(), points);
  }
}
