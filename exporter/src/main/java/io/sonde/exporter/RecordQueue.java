package io.sonde.exporter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What waits for a destination, bounded in records and in bytes. Any thread offers; one takes.
 *
 * <p>When it is full the newest record is dropped: the taker alone may remove, so that to make room
 * an application's thread would have to wait for it; and what came first tells how an outage began.
 *
 * <p>A ring of its own because each record's bytes are kept beside it: the record may have changed
 * since it was offered, and an object for the two would be garbage for each record.
 */
final class RecordQueue<T> {
  private final AtomicReferenceArray<T> records;

  /** Of the record in the same slot, written before it and read after it. */
  private final int[] sizes;

  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final long maxBytes;
  private final Ledger ledger;
  private int takenBytes;

  /** Why every record is dropped; null while records are taken. */
  private volatile DropReason refusing;

  /**
   * @param maxRecords rounded up to a power of two
   */
  RecordQueue(int maxRecords, long maxBytes, Ledger ledger) {
    int capacity = Integer.highestOneBit(Math.max(2, 2 * maxRecords - 1));
    this.records = new AtomicReferenceArray<>(capacity);
    this.sizes = new int[capacity];
    this.maxBytes = maxBytes;
    this.ledger = ledger;
    ledger.attach(this);
  }

  /** Never blocks, never throws. */
  boolean offer(T record, int size) {
    DropReason reason = refusing;
    if (reason == null) {
      if (bytes.addAndGet(size) > maxBytes) {
        reason = DropReason.QUEUE_BYTES;
      } else if (put(record, size)) {
        return true;
      } else {
        reason = DropReason.QUEUE_FULL;
      }
      bytes.addAndGet(-size);
    }
    ledger.refused(reason);
    return false;
  }

  private boolean put(T record, int size) {
    long index;
    do {
      index = offered.get();
      if (index - taken.get() >= sizes.length) {
        return false;
      }
    } while (!offered.compareAndSet(index, index + 1));
    int slot = slot(index);
    sizes[slot] = size;
    // Nothing but the record has to be seen in order: without a fence this is a plain store.
    records.lazySet(slot, record);
    return true;
  }

  private int slot(long index) {
    return (int) index & sizes.length - 1;
  }

  /**
   * The oldest, or null. Its bytes stay counted until {@link #release}. The taker's thread only.
   */
  T poll() {
    long index = taken.get();
    if (index == offered.get()) {
      return null;
    }
    int slot = slot(index);
    T record = records.get(slot);
    while (record == null) {
      // The thread that has this slot is between its two steps.
      Thread.yield();
      record = records.get(slot);
    }
    takenBytes = sizes[slot];
    records.lazySet(slot, null);
    taken.lazySet(index + 1);
    return record;
  }

  /** Of the record that {@link #poll} returned last, as it was offered. */
  int takenBytes() {
    return takenBytes;
  }

  /** Gives back the bytes of records that are settled. */
  void release(long settled) {
    bytes.addAndGet(-settled);
  }

  /** How many records it has taken since the start. For any thread. */
  long accepted() {
    return offered.get();
  }

  int size() {
    // In this order, or it could be negative.
    long before = taken.get();
    return (int) Math.min(sizes.length, offered.get() - before);
  }

  /** Whether half of the bytes are taken. */
  boolean halfFull() {
    return bytes.get() > maxBytes / 2;
  }

  /**
   * From now on every record is dropped, or, with null, taken again. One that is being offered
   * right now may still come.
   */
  synchronized void refuse(DropReason reason) {
    if (refusing != DropReason.SHUTDOWN) {
      refusing = reason;
    }
  }
}
