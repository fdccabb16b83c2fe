package io.sonde.exporter;

import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * What waits for a destination, bounded in records and in bytes. Any thread offers; one takes.
 *
 * <p>When it is full the newest record is dropped: the taker alone may remove, so that to make room
 * an application's thread would have to wait for it; and what came first tells how an outage began.
 */
final class RecordQueue<R> {
  // The atomic flavour: the other one uses Unsafe, of which newer JVMs warn on the console.
  private final MpscAtomicArrayQueue<Entry<R>> queue;
  private final AtomicLong bytes = new AtomicLong();
  private final long maxBytes;
  private final Ledger ledger;
  private volatile boolean closed;

  /**
   * @param maxRecords rounded up to a power of two
   */
  RecordQueue(int maxRecords, long maxBytes, Ledger ledger) {
    this.queue = new MpscAtomicArrayQueue<>(maxRecords);
    this.maxBytes = maxBytes;
    this.ledger = ledger;
    ledger.attach(this);
  }

  /** Never blocks, never throws. */
  boolean offer(R record, int size) {
    DropReason reason = DropReason.FAILED;
    long reserved = 0;
    try {
      if (closed) {
        reason = DropReason.SHUTDOWN;
      } else {
        reserved = size;
        if (bytes.addAndGet(size) > maxBytes) {
          reason = DropReason.QUEUE_BYTES;
        } else if (queue.offer(new Entry<>(record, size))) {
          return true;
        } else {
          reason = DropReason.QUEUE_FULL;
        }
      }
    } catch (Throwable ignored) {
      // No memory for the entry, which the ledger tells.
    }
    bytes.addAndGet(-reserved);
    ledger.refused(reason);
    return false;
  }

  /**
   * The oldest, or null. Its bytes stay counted until {@link #release}. The taker's thread only.
   */
  Entry<R> poll() {
    return queue.poll();
  }

  /** Gives back the bytes of records that are settled. */
  void release(long settled) {
    bytes.addAndGet(-settled);
  }

  /** How many records it has taken since the start. For any thread. */
  long accepted() {
    return queue.currentProducerIndex();
  }

  int size() {
    return queue.size();
  }

  /** Whether half of the bytes are taken. */
  boolean halfFull() {
    return bytes.get() > maxBytes / 2;
  }

  /** From now on every record is dropped. One that is being offered right now may still come. */
  void close() {
    closed = true;
  }

  /** A record with the bytes that it was offered with: it may have changed since. */
  static final class Entry<R> {
    final R record;
    final int bytes;

    Entry(R record, int bytes) {
      this.record = record;
      this.bytes = bytes;
    }
  }
}
