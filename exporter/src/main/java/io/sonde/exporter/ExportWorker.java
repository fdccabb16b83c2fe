package io.sonde.exporter;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes records from the application's threads and exports them in batches. Its queue takes records
 * from the first moment; the exporter may come later.
 *
 * @param <T> the records, which have ended when they are handed over
 */
public final class ExportWorker<T> extends Worker<T> {
  private final RecordQueue<T> queue;
  private final int maxBatch;
  private final long delayNanos;

  /** The batch on its way; the same list for all. */
  private final List<T> batch;

  private volatile boolean waiting;

  /**
   * @param maxRecords queued, rounded up to a power of two
   * @param maxBytes queued or being sent, as {@link #offer} is told them
   * @param maxBatch records sent at once
   * @param delayMillis the longest that a record waits for its batch to fill
   */
  public ExportWorker(
      Ledger ledger, int maxRecords, long maxBytes, int maxBatch, long delayMillis) {
    super(ledger);
    this.queue = new RecordQueue<>(maxRecords, maxBytes, ledger);
    this.maxBatch = Math.min(maxBatch, maxRecords);
    this.batch = new ArrayList<>(this.maxBatch);
    this.delayNanos = delayMillis * MILLI;
  }

  /**
   * Hands over a record. For any thread; never blocks, never throws.
   *
   * @param bytes about what the record holds of the heap
   * @return whether it was taken; if not, the ledger has the reason
   */
  public boolean offer(T record, int bytes) {
    boolean taken = queue.offer(record, bytes);
    // To wake a thread costs microseconds, so it is done once a batch at most.
    if (waiting && enough()) {
      waiting = false;
      wake();
    }
    return taken;
  }

  private boolean enough() {
    return queue.size() >= maxBatch || queue.halfFull();
  }

  @Override
  void round() {
    long next = System.nanoTime() + delayNanos;
    waiting = true;
    for (long left = delayNanos;
        left > 0 && !closing() && !enough();
        left = next - System.nanoTime()) {
      park(left);
    }
    waiting = false;
    int due = queue.size();
    while (due > 0 && !closing()) {
      due -= exportBatch();
    }
  }

  @Override
  void lastRound() {
    queue.close();
    while (!late() && exportBatch() > 0) {
      // Until the queue is empty.
    }
  }

  @Override
  void discard() {
    queue.close();
    while (queue.poll() != null) {
      ledger.dropped(DropReason.SHUTDOWN, 1);
    }
  }

  /** Returns how many records it took from the queue. */
  private int exportBatch() {
    long bytes = 0;
    for (T record = next(); record != null; record = next()) {
      batch.add(record);
      bytes += queue.takenBytes();
    }
    int taken = batch.size();
    if (taken > 0) {
      deliver(batch, UNLIMITED);
      batch.clear();
      queue.release(bytes);
    }
    return taken;
  }

  private T next() {
    return batch.size() < maxBatch ? queue.poll() : null;
  }
}
