package io.sonde.bootstrap.metrics;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registries in which the application keeps meters of its own. Everything is held weakly, so
 * that an application that is undeployed can go; bounded. Thread safe, and calls nothing of what it
 * holds.
 */
public final class MeterRegistries {
  /** More are not read. */
  private static final int LIMIT = 10_000;

  private static final Map<Entry, Entry> ENTRIES = new LinkedHashMap<Entry, Entry>();
  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<Object>();

  private MeterRegistries() {}

  /** A registry, or one meter of a registry. Compares by identity. */
  public static final class Entry extends WeakReference<Object> {
    private final int hash;
    private final WeakReference<Object> owner;
    private final WeakReference<MeterReader> reader;

    private Entry(Object added, Object owner, MeterReader reader, ReferenceQueue<Object> queue) {
      super(added, queue);
      hash = System.identityHashCode(added);
      this.owner = new WeakReference<Object>(owner);
      this.reader = new WeakReference<MeterReader>(reader);
    }

    /** Null when it is gone. */
    public MeterReader reader() {
      return reader.get();
    }

    /** Whether it is one meter, of which the registry is known. */
    public boolean isMeter() {
      return owner.get() != get();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object added = get();
      return added != null && other instanceof Entry && ((Entry) other).get() == added;
    }
  }

  /** Adds a registry that shows its meters; one that is known stays with its reader. */
  public static void add(Object registry, MeterReader reader) {
    add(registry, registry, reader);
  }

  /** Adds one meter of a registry that does not. */
  public static void add(Object registry, Object meter, MeterReader reader) {
    synchronized (ENTRIES) {
      expunge();
      Entry entry = new Entry(meter, registry, reader, COLLECTED);
      if (ENTRIES.size() < LIMIT && !ENTRIES.containsKey(entry)) {
        ENTRIES.put(entry, entry);
      }
    }
  }

  /** Removes a registry, or a meter. */
  public static void remove(Object added) {
    synchronized (ENTRIES) {
      ENTRIES.remove(new Entry(added, null, null, null));
    }
  }

  /** Removes all meters of a registry. */
  public static void clear(Object registry) {
    synchronized (ENTRIES) {
      for (Iterator<Entry> all = ENTRIES.keySet().iterator(); all.hasNext(); ) {
        if (all.next().owner.get() == registry) {
          all.remove();
        }
      }
    }
  }

  /** What is there now, the oldest first. */
  public static List<Entry> all() {
    synchronized (ENTRIES) {
      expunge();
      return new ArrayList<Entry>(ENTRIES.keySet());
    }
  }

  private static void expunge() {
    for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      ENTRIES.remove(gone);
    }
  }
}
