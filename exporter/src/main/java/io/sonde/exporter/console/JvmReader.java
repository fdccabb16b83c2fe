package io.sonde.exporter.console;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** Memory, collections, threads and processor time of the JVM. For one thread. */
final class JvmReader {
  long heapUsed;

  /** -1 when there is no limit. */
  long heapMax;

  /** Of the time since the reading before. */
  long gcNanos;

  int threads;

  /** 0 to 1 of all processors, since the reading before; NaN when it is not known. */
  double cpu = Double.NaN;

  private long gcTotal = -1;
  private long cpuTotal = -1;
  private long readNanos;

  /**
   * @throws NoClassDefFoundError when this JVM has no java.management
   */
  void read() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    heapUsed = heap.getUsed();
    heapMax = heap.getMax();
    threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long millis = 0;
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += Math.max(0, each.getCollectionTime());
    }
    gcNanos = gcTotal < 0 ? 0 : (millis - gcTotal) * 1_000_000;
    gcTotal = millis;
    try {
      Processor.read(this);
    } catch (NoClassDefFoundError e) {
      cpu = Double.NaN;
    }
  }

  void write(Json json) {
    json.begin('{').name("heapUsed").value(heapUsed).name("heapMax").value(heapMax);
    json.name("gcNanos").value(gcNanos).name("threads").value(threads);
    json.name("cpu").value(cpu).end('}');
  }

  /** A class of its own: not every JVM has {@code com.sun.management} (module jdk.management). */
  private static final class Processor {
    static void read(JvmReader reader) {
      java.lang.management.OperatingSystemMXBean found =
          ManagementFactory.getOperatingSystemMXBean();
      if (!(found instanceof OperatingSystemMXBean)) {
        return;
      }
      // Not getProcessCpuLoad: it costs 100 KB of garbage in a container.
      long total = ((OperatingSystemMXBean) found).getProcessCpuTime();
      long now = System.nanoTime();
      if (reader.cpuTotal >= 0 && total >= 0) {
        double available =
            (double) (now - reader.readNanos) * Runtime.getRuntime().availableProcessors();
        reader.cpu = Math.max(0, Math.min(1, (total - reader.cpuTotal) / available));
      }
      reader.cpuTotal = total;
      reader.readNanos = now;
    }
  }
}
