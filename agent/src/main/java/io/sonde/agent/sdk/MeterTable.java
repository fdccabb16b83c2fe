package io.sonde.agent.sdk;

import io.opentelemetry.api.common.Attributes;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.metrics.MeterSink;
import io.sonde.exporter.prometheus.Names;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The application's metrics as they were read last, by the name that Prometheus sees. Bounded.
 * Thread safe.
 */
final class MeterTable {
  /** Times the series of one metric. */
  private static final int METRICS = 10;

  private final Map<String, MeterFamily> families = new LinkedHashMap<String, MeterFamily>();
  private final int limit;
  private int size;
  private long dropped;
  private boolean dropTold;

  /**
   * @param limit series of one metric
   */
  MeterTable(int limit) {
    this.limit = limit;
  }

  /**
   * The metric of this name, new or known.
   *
   * @param collectors whether it is of a collector. Such a metric displaces one of the same name
   *     that a registry shows: that is the same one, perhaps with other common labels
   * @return null when the name is taken
   */
  synchronized MeterFamily open(
      MeterSink.Type type,
      String name,
      String unit,
      String help,
      boolean collectors,
      int generation) {
    String key = Names.family(name, Names.unit(unit), type == MeterSink.Type.COUNTER);
    MeterFamily known = families.get(key);
    if (known != null && known.type == type && known.collectors == collectors) {
      known.generation = Math.max(known.generation, generation);
      return known;
    }
    if (known != null) {
      if (known.generation >= generation) {
        return null;
      }
      size -= known.points.size();
    }
    MeterFamily opened = new MeterFamily(type, name, unit, help, collectors);
    opened.generation = generation;
    families.put(key, opened);
    return opened;
  }

  /** Sets a series; of two with the same labels in one reading, the first stays. */
  synchronized void put(MeterFamily family, Attributes labels, MeterPoint point) {
    MeterPoint known = family.points.get(labels);
    if (known == null) {
      if (family.points.size() >= limit || size >= METRICS * limit) {
        drop(family);
        return;
      }
      size++;
    } else if (known.generation >= point.generation) {
      return;
    }
    family.points.put(labels, point);
  }

  /** To sum up what is beyond the limit would be wrong: it is not the same series every time. */
  private void drop(MeterFamily family) {
    dropped++;
    if (!dropTold) {
      dropTold = true;
      AgentLog.warn(
          "the application's metric "
              + family.name
              + " has too many series (sonde.metrics.cardinality-limit is "
              + limit
              + "); the others are left out");
    }
  }

  /**
   * The reading is over: what it did not find is gone.
   *
   * @param skipped the identity hashes of meters that it left out, whose last values stay
   */
  synchronized void end(int generation, Set<Integer> skipped) {
    for (Iterator<MeterFamily> all = families.values().iterator(); all.hasNext(); ) {
      MeterFamily family = all.next();
      Iterator<MeterPoint> points = family.points.values().iterator();
      while (points.hasNext()) {
        MeterPoint point = points.next();
        if (point.generation < generation && !skipped.contains(point.meter)) {
          points.remove();
          size--;
        }
      }
      if (family.points.isEmpty()) {
        all.remove();
      }
    }
  }

  /**
   * @param taken names of families that the agent has itself
   */
  synchronized void addTo(MetricBatch batch, Set<String> taken) {
    for (Map.Entry<String, MeterFamily> family : families.entrySet()) {
      if (!family.getValue().points.isEmpty() && !taken.contains(family.getKey())) {
        family.getValue().addTo(batch);
      }
    }
  }

  /** How many series were left out, of all readings together. */
  synchronized long dropped() {
    return dropped;
  }
}
