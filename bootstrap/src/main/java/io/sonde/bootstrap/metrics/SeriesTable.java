package io.sonde.bootstrap.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The series of one instrument by their label values. A look-up takes no lock and allocates
 * nothing; the table only grows, up to a limit, beyond which all share one overflow series (fault
 * E6).
 */
abstract class SeriesTable<S extends SeriesTable.Labelled> {
  private static volatile int limit = 2000;

  private final String[] labels;

  /** A power of two; at most half of the slots are taken. */
  private volatile AtomicReferenceArray<Labelled> slots = new AtomicReferenceArray<Labelled>(16);

  private int size;

  /** Not null as soon as the table is full: it does not change any more then. */
  private volatile S overflow;

  SeriesTable(String[] labels) {
    this.labels = labels;
  }

  /** Sets how many series an instrument may have. */
  static void limit(int series) {
    limit = series;
  }

  abstract S create(Object[] values);

  /** The label names, in the order of {@link Labelled#values}. */
  public final String[] labels() {
    return labels.clone();
  }

  /**
   * The series with these label values.
   *
   * @param values a String, Long or null (absent) for each label; kept, so not to be changed
   */
  @SuppressWarnings("unchecked")
  public final S series(Object... values) {
    int hash = hash(values);
    // Before the slots, which would otherwise lack what was added last.
    S full = overflow;
    Labelled found = find(slots, values, hash);
    if (found != null) {
      return (S) found;
    }
    return full != null ? full : add(values, hash);
  }

  private synchronized S add(Object[] values, int hash) {
    @SuppressWarnings("unchecked")
    S found = (S) find(slots, values, hash);
    if (found != null) {
      return found;
    }
    if (size >= limit) {
      if (overflow == null) {
        overflow = create(null);
      }
      return overflow;
    }
    S series = create(values);
    series.hash = hash;
    if (2 * (size + 1) > slots.length()) {
      slots = grown(slots);
    }
    insert(slots, series);
    size++;
    return series;
  }

  private static AtomicReferenceArray<Labelled> grown(AtomicReferenceArray<Labelled> slots) {
    AtomicReferenceArray<Labelled> next = new AtomicReferenceArray<Labelled>(2 * slots.length());
    for (int i = 0; i < slots.length(); i++) {
      Labelled series = slots.get(i);
      if (series != null) {
        insert(next, series);
      }
    }
    return next;
  }

  private static void insert(AtomicReferenceArray<Labelled> slots, Labelled series) {
    int mask = slots.length() - 1;
    int i = series.hash & mask;
    while (slots.get(i) != null) {
      i = (i + 1) & mask;
    }
    slots.set(i, series);
  }

  private static Labelled find(AtomicReferenceArray<Labelled> slots, Object[] values, int hash) {
    int mask = slots.length() - 1;
    int i = hash & mask;
    for (Labelled s = slots.get(i); s != null; i = (i + 1) & mask, s = slots.get(i)) {
      if (s.hash == hash && same(s.values, values)) {
        return s;
      }
    }
    return null;
  }

  private static boolean same(Object[] a, Object[] b) {
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i] && (a[i] == null || !a[i].equals(b[i]))) {
        return false;
      }
    }
    return true;
  }

  private static int hash(Object[] values) {
    int hash = 0;
    for (Object value : values) {
      hash = 31 * hash + (value == null ? 0 : value.hashCode());
    }
    return hash ^ hash >>> 16;
  }

  /** All series, the overflow series last if there is one. */
  @SuppressWarnings("unchecked")
  public final synchronized List<S> all() {
    List<S> all = new ArrayList<S>(size + 1);
    for (int i = 0; i < slots.length(); i++) {
      Labelled series = slots.get(i);
      if (series != null) {
        all.add((S) series);
      }
    }
    if (overflow != null) {
      all.add(overflow);
    }
    return all;
  }

  /** A series and its label values. */
  abstract static class Labelled {
    private final Object[] values;
    int hash;

    Labelled(Object[] values) {
      this.values = values;
    }

    /** One value (String, Long or null) for each label; null for the overflow series. */
    public final Object[] values() {
      return values == null ? null : values.clone();
    }
  }
}
