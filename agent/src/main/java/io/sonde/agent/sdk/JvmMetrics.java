package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code jvm.*} metrics. JMX is first touched when they are first asked for, long after the
 * application's main method began (fault A1). Threads are counted without their states: a dump of
 * states stops the application (fault I11).
 */
final class JvmMetrics implements MetricCollector.Observer {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("jvm.memory.type");
  private static final AttributeKey<String> POOL = AttributeKey.stringKey("jvm.memory.pool.name");
  private static final AttributeKey<Boolean> DAEMON = AttributeKey.booleanKey("jvm.thread.daemon");

  private GarbageCollections collections;

  @Override
  public void observe(MetricBatch batch) {
    if (collections == null) {
      collections = GarbageCollections.start();
    }
    collections.observe(batch);
    memory(batch);
    threads(batch);
    classes(batch);
    ProcessMetrics.observe(batch);
  }

  private static void memory(MetricBatch batch) {
    List<LongPointData> used = new ArrayList<LongPointData>();
    List<LongPointData> committed = new ArrayList<LongPointData>();
    List<LongPointData> limit = new ArrayList<LongPointData>();
    List<LongPointData> afterGc = new ArrayList<LongPointData>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      String type = pool.getType() == MemoryType.HEAP ? "heap" : "non_heap";
      Attributes labels = Attributes.of(TYPE, type, POOL, pool.getName());
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        used.add(batch.point(usage.getUsed(), labels));
        committed.add(batch.point(usage.getCommitted(), labels));
        if (usage.getMax() >= 0) {
          limit.add(batch.point(usage.getMax(), labels));
        }
      }
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        afterGc.add(batch.point(collected.getUsed(), labels));
      }
    }
    MetricBatch.Kind kind = MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(kind, "jvm.memory.used", "Measure of memory used.", "By", used);
    batch.longs(kind, "jvm.memory.committed", "Measure of memory committed.", "By", committed);
    batch.longs(kind, "jvm.memory.limit", "Measure of max obtainable memory.", "By", limit);
    batch.longs(
        kind,
        "jvm.memory.used_after_last_gc",
        "Measure of memory used, as measured after the most recent garbage collection event on"
            + " this pool.",
        "By",
        afterGc);
  }

  private static void threads(MetricBatch batch) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int daemons = threads.getDaemonThreadCount();
    batch.longs(
        MetricBatch.Kind.UP_DOWN_COUNTER,
        "jvm.thread.count",
        "Number of executing platform threads.",
        "{thread}",
        Arrays.asList(
            batch.point(daemons, Attributes.of(DAEMON, true)),
            batch.point(threads.getThreadCount() - daemons, Attributes.of(DAEMON, false))));
    batch.single(
        MetricBatch.Kind.GAUGE,
        "jvm.thread.peak",
        "Highest number of threads at once since JVM start.",
        "{thread}",
        (long) threads.getPeakThreadCount());
  }

  private static void classes(MetricBatch batch) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    batch.single(
        MetricBatch.Kind.COUNTER,
        "jvm.class.loaded",
        "Number of classes loaded since JVM start.",
        "{class}",
        classes.getTotalLoadedClassCount());
    batch.single(
        MetricBatch.Kind.COUNTER,
        "jvm.class.unloaded",
        "Number of classes unloaded since JVM start.",
        "{class}",
        classes.getUnloadedClassCount());
    batch.single(
        MetricBatch.Kind.UP_DOWN_COUNTER,
        "jvm.class.count",
        "Number of classes currently loaded.",
        "{class}",
        (long) classes.getLoadedClassCount());
  }
}
