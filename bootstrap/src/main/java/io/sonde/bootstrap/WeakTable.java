package io.sonde.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Values next to objects of the application that have no room for them, held for as long as the
 * object lives: what is known about a connection, a statement, a task. Compares by identity; never
 * calls a method of the key.
 *
 * <p>Thread safe: striped locks that are held for a few instructions, no call-out inside them
 * (fault A5). Bounded: beyond {@code capacity} entries a new one is refused.
 */
public final class WeakTable<K, V> {
  private static final int STRIPES = 16;

  private final Stripe<K, V>[] stripes;
  private final int stripeCapacity;
  private final AtomicInteger entries = new AtomicInteger();

  @SuppressWarnings({"unchecked", "rawtypes"})
  public WeakTable(int capacity) {
    stripeCapacity = Math.max(1, capacity / STRIPES);
    stripes = new Stripe[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe<K, V>(entries);
    }
  }

  /** Whether there is no entry at all: one read, for hot paths that seldom find one. */
  public boolean isEmpty() {
    return entries.get() == 0;
  }

  /** The value of {@code key}, or null. */
  public V get(K key) {
    int hash = hash(key);
    Stripe<K, V> stripe = stripes[hash & (STRIPES - 1)];
    synchronized (stripe) {
      Entry<K, V> entry = stripe.find(key, hash);
      return entry == null ? null : entry.value;
    }
  }

  /**
   * Sets the value of {@code key}.
   *
   * @return false when the table is full
   */
  public boolean put(K key, V value) {
    int hash = hash(key);
    Stripe<K, V> stripe = stripes[hash & (STRIPES - 1)];
    synchronized (stripe) {
      stripe.expunge();
      Entry<K, V> entry = stripe.find(key, hash);
      if (entry != null) {
        entry.value = value;
        return true;
      }
      if (stripe.size >= stripeCapacity) {
        return false;
      }
      stripe.add(new Entry<K, V>(key, stripe.collected, hash, value));
      return true;
    }
  }

  /** Removes and returns the value of {@code key}, or null. */
  public V remove(K key) {
    int hash = hash(key);
    Stripe<K, V> stripe = stripes[hash & (STRIPES - 1)];
    synchronized (stripe) {
      if (stripe.size == 0) {
        return null;
      }
      stripe.expunge();
      Entry<K, V> entry = stripe.find(key, hash);
      if (entry == null) {
        return null;
      }
      stripe.unlink(entry);
      return entry.value;
    }
  }

  /** How many entries there are, those of collected keys perhaps among them. */
  public int size() {
    int size = 0;
    for (Stripe<K, V> stripe : stripes) {
      synchronized (stripe) {
        stripe.expunge();
        size += stripe.size;
      }
    }
    return size;
  }

  private static int hash(Object key) {
    int hash = System.identityHashCode(key);
    return hash ^ hash >>> 15;
  }

  private static final class Entry<K, V> extends WeakReference<K> {
    final int hash;
    V value;
    Entry<K, V> next;

    Entry(K key, ReferenceQueue<K> queue, int hash, V value) {
      super(key, queue);
      this.hash = hash;
      this.value = value;
    }
  }

  private static final class Stripe<K, V> {
    final ReferenceQueue<K> collected = new ReferenceQueue<K>();
    final AtomicInteger entries;
    Entry<K, V>[] buckets = newBuckets(16);
    int size;

    Stripe(AtomicInteger entries) {
      this.entries = entries;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K, V> Entry<K, V>[] newBuckets(int length) {
      return new Entry[length];
    }

    private static int slot(int hash, int length) {
      return (hash >>> 4) & (length - 1);
    }

    Entry<K, V> find(K key, int hash) {
      for (Entry<K, V> e = buckets[slot(hash, buckets.length)]; e != null; e = e.next) {
        if (e.hash == hash && e.get() == key) {
          return e;
        }
      }
      return null;
    }

    void add(Entry<K, V> entry) {
      if (size >= buckets.length) {
        grow();
      }
      int slot = slot(entry.hash, buckets.length);
      entry.next = buckets[slot];
      buckets[slot] = entry;
      size++;
      entries.incrementAndGet();
    }

    private void grow() {
      Entry<K, V>[] old = buckets;
      buckets = newBuckets(2 * old.length);
      for (Entry<K, V> first : old) {
        for (Entry<K, V> e = first; e != null; ) {
          Entry<K, V> next = e.next;
          int slot = slot(e.hash, buckets.length);
          e.next = buckets[slot];
          buckets[slot] = e;
          e = next;
        }
      }
    }

    void unlink(Entry<K, V> entry) {
      int slot = slot(entry.hash, buckets.length);
      Entry<K, V> before = null;
      for (Entry<K, V> e = buckets[slot]; e != null; before = e, e = e.next) {
        if (e == entry) {
          if (before == null) {
            buckets[slot] = e.next;
          } else {
            before.next = e.next;
          }
          size--;
          entries.decrementAndGet();
          return;
        }
      }
    }

    @SuppressWarnings("unchecked")
    void expunge() {
      for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
        unlink((Entry<K, V>) gone);
      }
    }
  }
}
