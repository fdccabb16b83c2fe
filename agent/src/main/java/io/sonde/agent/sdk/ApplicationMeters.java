package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.metrics.MeterRegistries;
import io.sonde.exporter.MetricSource;
import io.sonde.exporter.prometheus.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics that the application keeps itself. A meter that hangs costs its own values, half a
 * second of one collection, and a thread; there are few such threads, beyond which the last values
 * of all meters stay. {@link #observe} is for one thread at a time.
 */
final class ApplicationMeters implements MetricCollector.Observer {
  private static final long WAIT_MILLIS = 500;

  /** More meters that hang are not left behind. */
  private static final int MAX_HANGING = 4;

  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final MeterTable table;
  private final CopyOnWriteArrayList<MeterReading> hanging =
      new CopyOnWriteArrayList<MeterReading>();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong timeouts = new AtomicLong();
  private MeterReading reading;
  private int generation;
  private volatile boolean failureTold;
  private boolean timeoutTold;
  private boolean used;

  /**
   * @param seriesLimit series of one metric
   */
  ApplicationMeters(int seriesLimit) {
    table = new MeterTable(seriesLimit);
  }

  @Override
  public void observe(MetricBatch batch) {
    used |= !MeterRegistries.all().isEmpty();
    if (!used) {
      return;
    }
    try {
      read();
    } catch (InterruptedException e) {
      // The process ends; what was read last is sent.
      Thread.currentThread().interrupt();
    }
    addFailures(batch);
    Set<String> taken = new HashSet<String>(2 * batch.metrics.size());
    for (MetricData metric : batch.metrics) {
      taken.add(Names.family(metric));
    }
    MetricBatch application =
        new MetricBatch(
            batch.resource, MetricSource.APPLICATION, batch.startEpochNanos, batch.epochNanos);
    table.addTo(application, taken);
    batch.metrics.addAll(application.metrics);
  }

  private void read() throws InterruptedException {
    for (Iterator<MeterReading> all = hanging.iterator(); all.hasNext(); ) {
      MeterReading each = all.next();
      if (each.isOver()) {
        hanging.remove(each);
      }
    }
    while (hanging.size() < MAX_HANGING) {
      if (reading == null) {
        reading = new MeterReading(table, this, ++generation);
        reading.start();
      }
      if (reading.await(WAIT_MILLIS)) {
        reading = null;
        return;
      }
      if (!reading.hangs(WAIT_MILLIS * 1_000_000 / 2)) {
        // Meters are many, and it goes on.
        return;
      }
      timeouts.incrementAndGet();
      if (!timeoutTold) {
        timeoutTold = true;
        AgentLog.warn(
            "the application's metric "
                + reading.meterName()
                + " blocks whoever reads it; its last value stays, further ones are not told");
      }
      hanging.add(reading);
      reading.abandon();
      reading = null;
    }
  }

  /** Whether a reading that was left behind is still in this meter. */
  boolean hangsIn(Object meter) {
    for (MeterReading each : hanging) {
      if (each.reads(meter)) {
        return true;
      }
    }
    return false;
  }

  /** A meter threw; its text may be anything, so the log has the class only. */
  void failed(String meterName, Throwable thrown) {
    failures.incrementAndGet();
    if (!failureTold) {
      failureTold = true;
      AgentLog.warn(
          "the application's metric "
              + meterName
              + " could not be read: "
              + thrown.getClass().getName()
              + "; further ones are not told");
    }
  }

  private void addFailures(MetricBatch batch) {
    List<LongPointData> points = new ArrayList<LongPointData>(3);
    points.add(batch.point(failures.get(), Attributes.of(REASON, "exception")));
    points.add(batch.point(timeouts.get(), Attributes.of(REASON, "timeout")));
    points.add(batch.point(table.dropped(), Attributes.of(REASON, "limit")));
    batch.longs(
        MetricBatch.Kind.COUNTER,
        "sonde.application.failures",
        "Readings of meters of the application that failed, by reason.",
        "{failure}",
        points);
  }
}
