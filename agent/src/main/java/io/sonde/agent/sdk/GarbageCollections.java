package io.sonde.agent.sdk;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.sonde.bootstrap.metrics.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Records {@code jvm.gc.*} as the JVM notifies of collections, on the JVM's own thread. */
final class GarbageCollections implements NotificationListener {
  // Written by the JVM's one thread for notifications.
  private volatile long allocated;
  private volatile long promoted;
  private long youngAfter;

  private GarbageCollections() {}

  /** Records from now on. */
  static GarbageCollections start() {
    GarbageCollections listener = new GarbageCollections();
    listener.listen();
    return listener;
  }

  private void listen() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().endsWith("Eden Space")) {
        youngAfter = pool.getUsage().getUsed();
      }
    }
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter) {
        ((NotificationEmitter) collector).addNotificationListener(this, null, null);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object unused) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    Metrics.JVM_GC_DURATION
        .series(info.getGcName(), info.getGcAction(), info.getGcCause())
        .record(info.getGcInfo().getDuration() * 1_000_000L, null);
    memory(info.getGcInfo());
  }

  /**
   * What came into the youngest pool since the collection before, and what this one put into the
   * oldest. Collectors that name their pools otherwise (ZGC) tell neither.
   */
  private void memory(GcInfo info) {
    for (Map.Entry<String, MemoryUsage> pool : info.getMemoryUsageBeforeGc().entrySet()) {
      String name = pool.getKey();
      long before = pool.getValue().getUsed();
      long after = info.getMemoryUsageAfterGc().get(name).getUsed();
      if (name.endsWith("Eden Space")) {
        allocated += Math.max(0, before - youngAfter);
        youngAfter = after;
      } else if (name.endsWith("Old Gen") || name.equals("Tenured Gen")) {
        promoted += Math.max(0, after - before);
      }
    }
  }

  /** Bytes since the first observation. */
  void observe(MetricBatch batch) {
    batch.single(
        MetricBatch.Kind.COUNTER,
        "jvm.gc.memory.allocated",
        "Memory allocated in the young generation between collections.",
        "By",
        allocated);
    batch.single(
        MetricBatch.Kind.COUNTER,
        "jvm.gc.memory.promoted",
        "Memory that collections moved to the old generation.",
        "By",
        promoted);
  }
}
