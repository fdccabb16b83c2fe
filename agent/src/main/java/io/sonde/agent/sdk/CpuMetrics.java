package io.sonde.agent.sdk;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@code jvm.cpu.*} and {@code jvm.file_descriptor.*}. A group of its own: not every JVM has {@code
 * com.sun.management} (module jdk.management).
 */
final class CpuMetrics implements MetricCollector.Observer {
  /** In a container each load costs the JVM 100 KB of garbage. */
  private static final long LOADS_MAX_AGE_NANOS = 1_000_000_000L;

  private static double processLoad = -1;
  private static double systemLoad = -1;
  private static long loadsRead = System.nanoTime() - LOADS_MAX_AGE_NANOS;

  private static synchronized void readLoads(OperatingSystemMXBean system) {
    long now = System.nanoTime();
    if (now - loadsRead >= LOADS_MAX_AGE_NANOS) {
      loadsRead = now;
      processLoad = system.getProcessCpuLoad();
      systemLoad = system.getSystemCpuLoad();
    }
  }

  @Override
  public void observe(MetricBatch batch) {
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
    readLoads(system);
    if (processLoad >= 0) {
      batch.single(
          MetricBatch.Kind.GAUGE,
          "jvm.cpu.recent_utilization",
          "Recent CPU utilization for the process as reported by the JVM.",
          "1",
          processLoad);
    }
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
