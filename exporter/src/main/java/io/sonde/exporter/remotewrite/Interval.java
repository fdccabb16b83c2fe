package io.sonde.exporter.remotewrite;

import io.sonde.exporter.prometheus.Families;
import io.sonde.exporter.prometheus.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one interval: what there is, then what there was in the one before and is not any
 * more. What there was is remembered within 4 MiB; of what is beyond, the receiver finds out by
 * itself after five minutes. Not thread safe.
 */
final class Interval {
  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_WEIGHT = 4 << 20;

  private List<Row> rows = new ArrayList<Row>();
  private List<Row> before = new ArrayList<Row>();
  private int size;
  private int beforeSize;

  void fill(Families families) {
    size = 0;
    for (Family family : families.all()) {
      for (int i = 0; i < family.size(); i++) {
        next().live(family, family.get(i));
      }
    }
    for (int i = 0; i < beforeSize; i++) {
      Row row = before.get(i);
      Family family = families.get(row.family.name);
      if (family == null || family.type != row.family.type || family.get(row.labels) == null) {
        next().stale(row);
      }
    }
  }

  /** The end of all that is remembered. */
  void fillStale() {
    size = 0;
    for (int i = 0; i < beforeSize; i++) {
      next().stale(before.get(i));
    }
  }

  /** Remembers what there is, after it was sent. */
  void settle() {
    List<Row> spare = before;
    before = rows;
    rows = spare;
    beforeSize = 0;
    int weight = 0;
    for (int i = 0; i < size && !before.get(i).stale && weight < MAX_WEIGHT; i++) {
      Row row = before.get(i);
      row.stale(row);
      weight += row.weight();
      beforeSize++;
    }
    beforeSize = Math.min(beforeSize, MAX_REMEMBERED);
    forget(before, beforeSize);
    forget(rows, 0);
    size = 0;
  }

  private static void forget(List<Row> list, int from) {
    if (list.size() > MAX_REMEMBERED) {
      list.subList(MAX_REMEMBERED, list.size()).clear();
    }
    for (int i = from; i < list.size(); i++) {
      list.get(i).clear();
    }
  }

  private Row next() {
    if (size == rows.size()) {
      rows.add(new Row());
    }
    return rows.get(size++);
  }

  Row get(int index) {
    return rows.get(index);
  }

  int size() {
    return size;
  }

  /** How many time series of numbers there are. */
  int samples() {
    int samples = 0;
    for (int i = 0; i < size; i++) {
      samples += rows.get(i).size();
    }
    return samples;
  }

  /** How many of them could not be written. */
  int failed() {
    int failed = 0;
    for (int i = 0; i < size; i++) {
      failed += rows.get(i).failed ? rows.get(i).size() : 0;
    }
    return failed;
  }
}
