package io.sonde.exporter;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes records from the application's threads and exports them in batches. Its queue takes records
 * from the first moment; the exporter may come later.
 *
 * @param <R> what the application's threads hand over
 * @param <T> what the exporter takes
 */
public final class ExportWorker<R, T> extends Worker<T> {
  private final RecordQueue<R> queue;
  private final RecordMapper<R, T> mapper;
  private final int maxBatch;
  private final long delayNanos;
  private volatile boolean waiting;

  /**
   * @param maxRecords queued, rounded up to a power of two
   * @param maxBytes queued or being sent, as {@link #offer} is told them
   * @param maxBatch records sent at once
   * @param delayMillis the longest that a record waits for its batch to fill
   */
  public ExportWorker(
      Ledger ledger,
      RecordMapper<R, T> mapper,
      int maxRecords,
      long maxBytes,
      int maxBatch,
      long delayMillis) {
    super(ledger);
    this.queue = new RecordQueue<>(maxRecords, maxBytes, ledger);
    this.mapper = mapper;
    this.maxBatch = Math.min(maxBatch, maxRecords);
    this.delayNanos = delayMillis * MILLI;
  }

  /**
   * Hands over a record. For any thread; never blocks, never throws.
   *
   * @param bytes about what the record holds of the heap
   * @return whether it was taken; if not, the ledger has the reason
   */
  public boolean offer(R record, int bytes) {
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
    for (RecordQueue.Entry<R> entry = queue.poll(); entry != null; entry = queue.poll()) {
      ledger.dropped(DropReason.SHUTDOWN, 1);
    }
  }

  /** Returns how many records it took from the queue. */
  private int exportBatch() {
    List<T> batch = new ArrayList<>(Math.min(maxBatch, queue.size()));
    int taken = 0;
    long bytes = 0;
    for (RecordQueue.Entry<R> entry = next(taken); entry != null; entry = next(taken)) {
      taken++;
      bytes += entry.bytes;
      try {
        batch.add(mapper.map(entry.record));
      } catch (Throwable ignored) {
        ledger.dropped(DropReason.FAILED, 1);
      }
    }
    if (!batch.isEmpty()) {
      deliver(batch, UNLIMITED);
    }
    queue.release(bytes);
    return taken;
  }

  private RecordQueue.Entry<R> next(int taken) {
    return taken < maxBatch ? queue.poll() : null;
  }
}
