package io.sonde.smoke.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each id came: nine bytes an id, of which at most {@value #MAX} are kept apart. Counts
 * end at 127. Thread safe.
 */
final class TakenIds {
  /** Ids. */
  static final int MAX = 12_000_000;

  private long[] ids = new long[1024];
  private byte[] counts = new byte[1024];
  private int distinct;
  private long total;

  /** Throws {@code IllegalStateException} when there are too many to tell them apart. */
  synchronized void add(long id) {
    int at = find(id);
    if (counts[at] == 0) {
      if (distinct == MAX) {
        throw new IllegalStateException("more ids than " + MAX);
      }
      if (++distinct > ids.length / 4 * 3) {
        grow();
        at = find(id);
      }
    }
    ids[at] = id;
    counts[at] = (byte) Math.min(counts[at] + 1, Byte.MAX_VALUE);
    total++;
  }

  private int find(long id) {
    // Ids of log lines are consecutive.
    long mixed = (id ^ id >>> 32) * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & ids.length - 1;
    while (counts[at] != 0 && ids[at] != id) {
      at = at + 1 & ids.length - 1;
    }
    return at;
  }

  private void grow() {
    long[] oldIds = ids;
    byte[] oldCounts = counts;
    ids = new long[2 * oldIds.length];
    counts = new byte[ids.length];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldCounts[i] != 0) {
        int at = find(oldIds[i]);
        ids[at] = oldIds[i];
        counts[at] = oldCounts[i];
      }
    }
  }

  /** How often it came. */
  synchronized int count(long id) {
    return counts[find(id)];
  }

  /** How many ids came. */
  synchronized long distinct() {
    return distinct;
  }

  /** How many records came, the same again and again counted. */
  synchronized long total() {
    return total;
  }

  /** The ids that came so often, or more often. */
  synchronized List<Long> atLeast(int count) {
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (counts[i] >= count && counts[i] > 0) {
        found.add(ids[i]);
      }
    }
    return found;
  }

  /** Those of {@code from} to {@code to}, without it, that never came. */
  List<Long> missing(long from, long to) {
    List<Long> missing = new ArrayList<>();
    for (long id = from; id < to; id++) {
      if (count(id) == 0) {
        missing.add(id);
      }
    }
    return missing;
  }

  @Override
  public synchronized String toString() {
    return total + " of " + distinct + " ids";
  }
}
