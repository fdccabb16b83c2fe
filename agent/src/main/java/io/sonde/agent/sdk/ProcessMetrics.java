package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.List;

/** {@code process.*}, {@code jvm.buffer.*} and the load of the machine. */
final class ProcessMetrics {
  private static final AttributeKey<String> POOL = AttributeKey.stringKey("jvm.buffer.pool.name");

  /** A JVM's pools of buffers never change, and looking for them is dear. */
  private static final List<BufferPoolMXBean> BUFFERS =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  private ProcessMetrics() {}

  static void observe(MetricBatch batch) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    MetricBatch.Kind gauge = MetricBatch.Kind.GAUGE;
    batch.single(
        gauge,
        "process.uptime",
        "The time the process has been running.",
        "s",
        runtime.getUptime() / 1e3);
    batch.single(
        gauge,
        "process.start_time",
        "When the process started, in seconds since the epoch.",
        "s",
        runtime.getStartTime() / 1e3);
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    if (load >= 0) {
      batch.single(
          gauge,
          "jvm.system.cpu.load_1m",
          "Average CPU load of the whole system for the last minute as reported by the JVM.",
          "{run_queue_item}",
          load);
    }
    buffers(batch);
  }

  private static void buffers(MetricBatch batch) {
    List<LongPointData> used = new ArrayList<LongPointData>();
    List<LongPointData> limit = new ArrayList<LongPointData>();
    List<LongPointData> count = new ArrayList<LongPointData>();
    for (BufferPoolMXBean pool : BUFFERS) {
      Attributes labels = Attributes.of(POOL, pool.getName());
      used.add(batch.point(pool.getMemoryUsed(), labels));
      limit.add(batch.point(pool.getTotalCapacity(), labels));
      count.add(batch.point(pool.getCount(), labels));
    }
    MetricBatch.Kind kind = MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(kind, "jvm.buffer.memory.used", "Measure of memory used by buffers.", "By", used);
    batch.longs(
        kind,
        "jvm.buffer.memory.limit",
        "Measure of total memory capacity of buffers.",
        "By",
        limit);
    batch.longs(kind, "jvm.buffer.count", "Number of buffers in the pool.", "{buffer}", count);
  }
}
