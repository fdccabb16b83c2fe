package io.sonde.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/** Measures the JVM that it is in, and tells the lab. */
final class Probe {
  static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Probe() {}

  /** Tells one figure. */
  static void tell(String figure, double value) {
    System.out.println(figure + "=" + value);
  }

  /** Processor time of the calling thread, in nanoseconds. */
  static long threadCpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Processor time of all threads, those of the JVM among them, in nanoseconds. */
  static long processCpu() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Live heap after full collections, in bytes. */
  static long liveHeap() {
    // What a reference queue frees is gone with the second one.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long metaspace() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        used = pool.getUsage().getUsed();
      }
    }
    return used;
  }
}
