package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.sonde.bootstrap.AgentThread;
import io.sonde.bootstrap.Text;
import io.sonde.bootstrap.metrics.MeterReader;
import io.sonde.bootstrap.metrics.MeterRegistries;
import io.sonde.bootstrap.metrics.MeterSink;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One reading of all meters of the application, on a thread of its own: a gauge is code of the
 * application, which may block or throw (fault F13).
 */
final class MeterReading implements Runnable, MeterSink {
  private static final int MAX_NAME = 255;

  /** What the strictest receivers take is 2,048 bytes. */
  private static final int MAX_VALUE = 512;

  private static final int MAX_LABELS = 60;

  private final MeterTable table;
  private final ApplicationMeters meters;
  private final int generation;
  private final Thread thread = AgentThread.create("application-metrics", this);

  private volatile Object meter;
  private volatile String meterName;
  private volatile long since;
  private volatile boolean abandoned;

  /** Meters that an earlier reading hangs in, by their identity hashes. */
  private final Set<Integer> skipped = new HashSet<Integer>();

  private int hash;
  private boolean collector;
  private boolean onlyJvm;
  private MeterFamily family;
  private AttributesBuilder labels = Attributes.builder();
  private int labelCount;

  MeterReading(MeterTable table, ApplicationMeters meters, int generation) {
    this.table = table;
    this.meters = meters;
    this.generation = generation;
  }

  void start() {
    thread.start();
  }

  /** Waits for the end, and tells whether it has come. */
  boolean await(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  /** Whether it has been reading one meter for so long. */
  boolean hangs(long nanos) {
    return meter != null && System.nanoTime() - since >= nanos;
  }

  boolean reads(Object candidate) {
    return meter == candidate;
  }

  /** Of what is being read. */
  String meterName() {
    return meterName;
  }

  /** It ends with the meter that it is reading, the values of which come late but are the last. */
  void abandon() {
    abandoned = true;
  }

  @Override
  public void run() {
    List<MeterRegistries.Entry> entries = MeterRegistries.all();
    read(entries, true);
    read(entries, false);
    if (!abandoned) {
      table.end(generation, skipped);
    }
  }

  private void read(List<MeterRegistries.Entry> entries, boolean collectors) {
    collector = collectors;
    for (MeterRegistries.Entry entry : entries) {
      Object added = entry.get();
      MeterReader reader = entry.reader();
      if (added != null && reader != null && entry.isMeter() == collectors) {
        // As it is where the application's own endpoint reads them.
        thread.setContextClassLoader(reader.getClass().getClassLoader());
        readAll(reader, added);
      }
    }
  }

  private void readAll(MeterReader reader, Object added) {
    try {
      for (Object each : reader.meters(added)) {
        if (abandoned) {
          return;
        }
        if (meters.hangsIn(each)) {
          skipped.add(System.identityHashCode(each));
        } else {
          read(reader, each);
        }
      }
    } catch (Throwable t) {
      meters.failed(added.getClass().getName(), t);
    }
  }

  private void read(MeterReader reader, Object each) {
    hash = System.identityHashCode(each);
    since = System.nanoTime();
    meterName = each.getClass().getName();
    meter = each;
    family = null;
    onlyJvm = true;
    try {
      String name = reader.name(each);
      if (name == null || !isOfJvm(name)) {
        meterName = name == null ? meterName : name;
        reader.read(each, this);
        if (onlyJvm && collector && family != null) {
          MeterRegistries.remove(each);
        }
      } else if (collector) {
        MeterRegistries.remove(each);
      }
    } catch (Throwable t) {
      meters.failed(meterName, t);
    } finally {
      meter = null;
    }
  }

  /**
   * The agent measures the JVM itself, under the same names where dashboards need it; and the
   * states of threads stop the application (fault I11).
   */
  private static boolean isOfJvm(String name) {
    return name.startsWith("jvm.") || name.startsWith("jvm_");
  }

  // ---- MeterSink

  @Override
  public void family(Type type, String name, String unit, String help) {
    family = null;
    clearLabels();
    if (!isOfJvm(name)) {
      onlyJvm = false;
      family =
          table.open(
              type,
              Text.cut(name, MAX_NAME),
              unit == null ? "" : Text.cut(unit, MAX_NAME),
              help == null ? "" : Text.cut(help, MAX_VALUE),
              collector,
              generation);
    }
  }

  @Override
  public void label(String name, String value) {
    if (family != null && name != null && value != null && labelCount++ < MAX_LABELS) {
      labels.put(Text.cut(name, MAX_NAME), Text.cut(value, MAX_VALUE));
    }
  }

  @Override
  public void number(double value) {
    put(new MeterPoint(generation, hash, value, 0, null, null, null));
  }

  @Override
  public void summary(long count, double sum, double[] quantiles, double[] values) {
    put(new MeterPoint(generation, hash, sum, count, quantiles, values, null));
  }

  @Override
  public void histogram(double sum, double[] bounds, long[] counts) {
    put(new MeterPoint(generation, hash, sum, 0, bounds, null, counts));
  }

  private void put(MeterPoint point) {
    if (family != null) {
      table.put(family, labels.build(), point);
    }
    clearLabels();
  }

  private void clearLabels() {
    if (labelCount > 0) {
      labels = Attributes.builder();
      labelCount = 0;
    }
  }
}
