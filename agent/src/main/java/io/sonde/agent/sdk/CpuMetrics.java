package io.sonde.agent.sdk;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@code jvm.cpu.*} and {@code jvm.file_descriptor.*}. A class of its own: not every JVM has {@code
 * com.sun.management}.
 */
final class CpuMetrics {
  private CpuMetrics() {}

  static void observe(MetricBatch batch) {
    batch.single(
        MetricBatch.Kind.UP_DOWN_COUNTER,
        "jvm.cpu.count",
        "Number of processors available to the Java virtual machine.",
        "{cpu}",
        (long) Runtime.getRuntime().availableProcessors());
    java.lang.management.OperatingSystemMXBean found = ManagementFactory.getOperatingSystemMXBean();
    if (!(found instanceof OperatingSystemMXBean)) {
      return;
    }
    OperatingSystemMXBean system = (OperatingSystemMXBean) found;
    long nanos = system.getProcessCpuTime();
    if (nanos >= 0) {
      batch.single(
          MetricBatch.Kind.COUNTER,
          "jvm.cpu.time",
          "CPU time used by the process as reported by the JVM.",
          "s",
          nanos / 1e9);
    }
    double load = system.getProcessCpuLoad();
    if (load >= 0) {
      batch.single(
          MetricBatch.Kind.GAUGE,
          "jvm.cpu.recent_utilization",
          "Recent CPU utilization for the process as reported by the JVM.",
          "1",
          load);
    }
    double systemLoad = system.getSystemCpuLoad();
    if (systemLoad >= 0) {
      batch.single(
          MetricBatch.Kind.GAUGE,
          "jvm.system.cpu.utilization",
          "Recent CPU utilization for the whole system as reported by the JVM.",
          "1",
          systemLoad);
    }
    if (system instanceof UnixOperatingSystemMXBean) {
      files((UnixOperatingSystemMXBean) system, batch);
    }
  }

  private static void files(UnixOperatingSystemMXBean system, MetricBatch batch) {
    MetricBatch.Kind kind = MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.single(
        kind,
        "jvm.file_descriptor.count",
        "Number of open file descriptors as reported by the JVM.",
        "{file_descriptor}",
        system.getOpenFileDescriptorCount());
    batch.single(
        kind,
        "jvm.file_descriptor.limit",
        "Measure of max file descriptors as reported by the JVM.",
        "{file_descriptor}",
        system.getMaxFileDescriptorCount());
  }
}
