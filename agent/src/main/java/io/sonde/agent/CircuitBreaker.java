package io.sonde.agent;

import com.sun.management.OperatingSystemMXBean;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Has spans and log records dropped while the JVM is out of heap or of processors, so that the
 * agent is not what brings it down (fault T75). Metrics go on: they cost little, and they tell of
 * it. A thread of its own, because those of the exporters may wait for a destination.
 */
final class CircuitBreaker implements Runnable {
  private static final double OPENS = 0.95;
  private static final double CLOSES = 0.85;
  private static final long INTERVAL_NANOS = 5_000_000_000L;

  /** Processors are busy for good reasons, too: only that they stay so is a sign. */
  private static final long BUSY_NANOS = 60_000_000_000L;

  private final Pipeline pipeline;

  /** Null before the first look: what they are made of is not to be paid at the start. */
  private List<MemoryPoolMXBean> oldPools;

  private Thread thread;
  private volatile boolean closed;
  private boolean heapOpen;
  private boolean processorsOpen;
  private long quietSince = System.nanoTime();
  private long busySince = quietSince;
  private long lastNanos = quietSince;

  /** -1 before the first look. */
  private long lastProcessorNanos = -1;

  private CircuitBreaker(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Watches from now on. */
  static CircuitBreaker start(Pipeline pipeline) {
    CircuitBreaker breaker = new CircuitBreaker(pipeline);
    breaker.thread = AgentThread.start("circuit-breaker", breaker);
    return breaker;
  }

  /** Looks no more. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed) {
      LockSupport.parkNanos(INTERVAL_NANOS);
      long now = System.nanoTime();
      if (now - lastNanos >= INTERVAL_NANOS / 2) {
        try {
          look(now);
        } catch (NoClassDefFoundError e) {
          AgentLog.info("the circuit breaker is off: this JVM has no " + e.getMessage());
          return;
        } catch (Throwable ignored) {
          // To look takes memory, too, of which there may be none just now.
        }
      }
    }
  }

  private void look(long now) {
    boolean wasOpen = heapOpen || processorsOpen;
    double live = live();
    heapOpen = live >= (heapOpen ? CLOSES : OPENS);
    double busy = busy(now);
    processorsOpen = processorsOpen ? now - quietSince < BUSY_NANOS : now - busySince >= BUSY_NANOS;
    boolean open = heapOpen || processorsOpen;
    if (open == wasOpen) {
      return;
    }
    pipeline.shed(open);
    if (open) {
      AgentLog.warn(
          "spans and logs are dropped until it is over: "
              + (heapOpen
                  ? percent(live) + " of the heap is live"
                  : "the process keeps " + percent(busy) + " of its processors busy"));
    } else {
      AgentLog.info("spans and logs are exported again");
    }
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** The share of the old generation that the last collection left, and that is still used. */
  private double live() {
    if (oldPools == null) {
      oldPools = oldPools();
    }
    double most = 0;
    for (MemoryPoolMXBean pool : oldPools) {
      MemoryUsage left = pool.getCollectionUsage();
      MemoryUsage now = pool.getUsage();
      if (left != null && now != null) {
        long max = now.getMax() > 0 ? now.getMax() : Runtime.getRuntime().maxMemory();
        most = Math.max(most, (double) Math.min(left.getUsed(), now.getUsed()) / max);
      }
    }
    return most;
  }

  /** Of the pools of the heap only the old ones have a threshold. */
  private static List<MemoryPoolMXBean> oldPools() {
    List<MemoryPoolMXBean> found = new ArrayList<MemoryPoolMXBean>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) {
        found.add(pool);
      }
    }
    return found;
  }

  /** The share of the processors that the process has used since it was asked last. */
  private double busy(long now) {
    long processorNanos = processorNanos();
    double available = (double) (now - lastNanos) * Runtime.getRuntime().availableProcessors();
    double busy = lastProcessorNanos < 0 ? 0 : (processorNanos - lastProcessorNanos) / available;
    lastNanos = now;
    lastProcessorNanos = processorNanos;
    if (busy < OPENS) {
      busySince = now;
    }
    if (busy > CLOSES) {
      quietSince = now;
    }
    return busy;
  }

  /** 0 where it is not known. */
  private static long processorNanos() {
    try {
      return ProcessorTime.nanos();
    } catch (LinkageError | ClassCastException e) {
      return 0;
    }
  }

  /** A class of its own: not every JVM has {@code com.sun.management}. */
  private static final class ProcessorTime {
    private ProcessorTime() {}

    static long nanos() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
