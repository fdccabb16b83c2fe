package io.sonde.bootstrap.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The series of one instrument by their label values. A look-up takes no lock and allocates
 * nothing; the table only grows, up to a limit, beyond which all share one overflow series (fault
 * E6).
 */
abstract class SeriesTable<S extends SeriesTable.Labelled> {
  private static volatile int limit = 2000;

  private final String[] labels;
  private volatile Labelled[] slots = new Labelled[16];
  private int size;
  private S overflow;

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
    Labelled found = find(slots, values, hash);
    return found != null ? (S) found : add(values, hash);
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
    Labelled[] next = new Labelled[2 * (size + 1) > slots.length ? 2 * slots.length : slots.length];
    for (Labelled old : slots) {
      if (old != null) {
        insert(next, old);
      }
    }
    insert(next, series);
    slots = next;
    size++;
    return series;
  }

  private static void insert(Labelled[] slots, Labelled series) {
    int i = series.hash & (slots.length - 1);
    while (slots[i] != null) {
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = series;
  }

  private static Labelled find(Labelled[] slots, Object[] values, int hash) {
    int i = hash & (slots.length - 1);
    for (Labelled s = slots[i]; s != null; i = (i + 1) & (slots.length - 1), s = slots[i]) {
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
    for (Labelled series : slots) {
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
