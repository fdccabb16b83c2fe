package io.sonde.bootstrap.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The series of one instrument by their label values. A look-up takes no lock and allocates
 * nothing; the table only grows, up to a limit, beyond which all share one overflow series (fault
 * E6), or one for each status of HTTP, so that errors are counted exactly.
 */
abstract class SeriesTable<S extends SeriesTable.Labelled> {
  private static final String STATUS = "http.response.status_code";
  private static final int STATUS_AT = 3;

  /** More than there are; an application may send any number. */
  private static final int MAX_STATUSES = 100;

  private static volatile int limit = 2000;

  private final String[] labels;
  private final boolean byStatus;

  /** A power of two; at most half of the slots are taken. */
  private volatile AtomicReferenceArray<Labelled> slots = new AtomicReferenceArray<Labelled>(16);

  private int size;

  /** Not null as soon as the table is full: the slots do not change any more then. */
  private volatile Labelled[] overflow;

  SeriesTable(String[] labels) {
    this.labels = labels;
    byStatus = labels.length > STATUS_AT && labels[STATUS_AT].equals(STATUS);
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
  public final S series(
      Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
    int hash = 31 * (31 * (31 * (31 * hash(a) + hash(b)) + hash(c)) + hash(d)) + hash(e);
    hash = 31 * (31 * (31 * hash + hash(f)) + hash(g)) + hash(h);
    hash ^= hash >>> 16;
    // Before the slots, which would otherwise lack what was added last.
    boolean full = overflow != null;
    S found = find(slots, hash, a, b, c, d, e, f, g, h);
    if (found != null) {
      return found;
    }
    return full ? overflow(d) : add(hash, a, b, c, d, e, f, g, h);
  }

  private synchronized S add(
      int hash, Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
    S found = find(slots, hash, a, b, c, d, e, f, g, h);
    if (found != null) {
      return found;
    }
    if (size >= limit) {
      if (overflow == null) {
        overflow = new Labelled[] {create(null)};
      }
      return overflow(d);
    }
    S series = create(Arrays.copyOf(new Object[] {a, b, c, d, e, f, g, h}, labels.length));
    series.hash = hash;
    if (2 * (size + 1) > slots.length()) {
      slots = grown(slots);
    }
    insert(slots, series);
    size++;
    return series;
  }

  private S overflow(Object fourth) {
    Object status = byStatus ? fourth : null;
    S found = findOverflow(status);
    return found != null ? found : addOverflow(status);
  }

  private synchronized S addOverflow(Object status) {
    S found = findOverflow(status);
    if (found == null) {
      found = create(null);
      ((Labelled) found).overflowStatus = status;
      Labelled[] more = Arrays.copyOf(overflow, overflow.length + 1);
      more[overflow.length] = found;
      overflow = more;
    }
    return found;
  }

  /** Null when one is to be added. */
  @SuppressWarnings("unchecked")
  private S findOverflow(Object status) {
    Labelled[] all = overflow;
    for (Labelled series : all) {
      if (Labelled.same(series.overflowStatus, status)) {
        return (S) series;
      }
    }
    return all.length < MAX_STATUSES ? null : (S) all[0];
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

  @SuppressWarnings("unchecked")
  private static <S extends Labelled> S find(
      AtomicReferenceArray<Labelled> slots,
      int hash,
      Object a,
      Object b,
      Object c,
      Object d,
      Object e,
      Object f,
      Object g,
      Object h) {
    int mask = slots.length() - 1;
    int i = hash & mask;
    for (Labelled s = slots.get(i); s != null; i = (i + 1) & mask, s = slots.get(i)) {
      if (s.hash == hash && s.has(a, b, c, d, e, f, g, h)) {
        return (S) s;
      }
    }
    return null;
  }

  private static int hash(Object value) {
    if (value instanceof String) {
      return ((String) value).hashCode(); // nearly all are, and this call can be inlined
    }
    return value == null ? 0 : value.hashCode();
  }

  /** Whether what comes beyond the limit is in the overflow series. */
  public final boolean full() {
    return overflow != null;
  }

  /** All series, those of the overflow last if there are any. */
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
      all.addAll((List<S>) Arrays.asList(overflow));
    }
    return all;
  }

  /** A series and its label values. */
  abstract static class Labelled {
    private final Object[] values;
    int hash;
    private Object overflowStatus;

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

    /** One value (String, Long or null) for each label; null for a series of the overflow. */
    public final Object[] values() {
      return values == null ? null : values.clone();
    }

    /** The status code of HTTP that a series of the overflow is for; null when it has none. */
    public final Object overflowStatus() {
      return overflowStatus;
    }
  }
}
