package io.sonde.bootstrap.metrics;

import java.util.ArrayList;
import java.util.Arrays;
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
   * The series with these label values. There is one form for each number of labels, because an
   * array of arguments would be made for each record.
   *
   * @param a a String, Long or null (absent), as all values
   */
  public final S series(Object a) {
    return series(a, null, null, null, null, null, null, null);
  }

  public final S series(Object a, Object b) {
    return series(a, b, null, null, null, null, null, null);
  }

  public final S series(Object a, Object b, Object c) {
    return series(a, b, c, null, null, null, null, null);
  }

  public final S series(Object a, Object b, Object c, Object d, Object e, Object f) {
    return series(a, b, c, d, e, f, null, null);
  }

  /** Values beyond the labels are null. */
  @SuppressWarnings("unchecked")
  public final S series(
      Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
    int hash = 31 * (31 * (31 * (31 * hash(a) + hash(b)) + hash(c)) + hash(d)) + hash(e);
    hash = 31 * (31 * (31 * hash + hash(f)) + hash(g)) + hash(h);
    hash ^= hash >>> 16;
    Labelled[] table = slots;
    int i = hash & (table.length - 1);
    for (Labelled s = table[i]; s != null; i = (i + 1) & (table.length - 1), s = table[i]) {
      if (s.hash == hash && s.has(a, b, c, d, e, f, g, h)) {
        return (S) s;
      }
    }
    return add(new Object[] {a, b, c, d, e, f, g, h}, hash);
  }

  private synchronized S add(Object[] values, int hash) {
    S found = find(values, hash);
    if (found != null) {
      return found;
    }
    if (size >= limit) {
      if (overflow == null) {
        overflow = create(null);
      }
      return overflow;
    }
    S series = create(Arrays.copyOf(values, labels.length));
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

  /** Another thread may have added it just now. */
  @SuppressWarnings("unchecked")
  private S find(Object[] v, int hash) {
    for (Labelled s : slots) {
      if (s != null && s.hash == hash && s.has(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7])) {
        return (S) s;
      }
    }
    return null;
  }

  private static void insert(Labelled[] slots, Labelled series) {
    int i = series.hash & (slots.length - 1);
    while (slots[i] != null) {
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = series;
  }

  private static int hash(Object value) {
    return value == null ? 0 : value.hashCode();
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

    private boolean has(
        Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
      Object[] v = values;
      switch (v.length) {
        case 1:
          return same(v[0], a);
        case 2:
          return same(v[0], a) && same(v[1], b);
        case 3:
          return same(v[0], a) && same(v[1], b) && same(v[2], c);
        case 6:
          return same(v[0], a)
              && same(v[1], b)
              && same(v[2], c)
              && same(v[3], d)
              && same(v[4], e)
              && same(v[5], f);
        default:
          return same(v[0], a)
              && same(v[1], b)
              && same(v[2], c)
              && same(v[3], d)
              && same(v[4], e)
              && same(v[5], f)
              && same(v[6], g)
              && same(v[7], h);
      }
    }

    private static boolean same(Object a, Object b) {
      return a == b || a != null && a.equals(b);
    }

    /** One value (String, Long or null) for each label; null for the overflow series. */
    public final Object[] values() {
      return values == null ? null : values.clone();
    }
  }
}
