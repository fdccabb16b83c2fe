package io.sonde.agent.sdk;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.sonde.bootstrap.metrics.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Records {@code jvm.gc.duration} as the JVM notifies of collections, on the JVM's own thread. */
final class GarbageCollections implements NotificationListener {
  private GarbageCollections() {}

  static void observe() {
    GarbageCollections listener = new GarbageCollections();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter) {
        ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
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
  }
}
