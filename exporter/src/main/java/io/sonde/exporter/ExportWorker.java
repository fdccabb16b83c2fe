package io.sonde.exporter;

import io.sonde.bootstrap.AgentLog;
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

  private String spoolDirectory;
  private long spoolBytes;

  /** Null without one. */
  private SpoolQueue<T> spool;

  private volatile boolean waiting;
  private final LossWarning crowdedOut;
  private final String crowdedOutText;
  private long crowdedOutBefore;

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
    this.crowdedOut = new LossWarning(ledger.destination());
    this.crowdedOutText = " records dropped (the queue of " + ledger.signal() + " was full)";
  }

  /**
   * Has what cannot be delivered wait on disk, if the exporter can have it so. Before {@link
   * #start}.
   *
   * @param maxBytes on disk
   */
  public void spoolTo(String directory, long maxBytes) {
    spoolDirectory = directory;
    spoolBytes = maxBytes;
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

  /** Drops every record from now on, or takes them again. For any thread. */
  public void shed(boolean now) {
    queue.refuse(now ? DropReason.OVERLOAD : null);
  }

  private boolean enough() {
    return queue.size() >= maxBatch || queue.halfFull();
  }

  @Override
  void begin(BatchExporter<T> exporter) {
    if (spoolDirectory == null) {
      return;
    }
    String name = ledger.destination() + "-" + ledger.signal();
    if (!(exporter instanceof SpoolableExporter)) {
      AgentLog.info(name + ": has no use for the spool");
    } else {
      try {
        spool =
            new SpoolQueue<T>(
                (SpoolableExporter<T>) exporter, ledger, failed, spoolDirectory, spoolBytes);
      } catch (Throwable t) {
        AgentLog.warn(name + ": the spool is off", t);
      }
    }
  }

  @Override
  boolean spools() {
    return spoolDirectory != null;
  }

  @Override
  void round() {
    long next = System.nanoTime() + delayNanos;
    if (!spoolEmpty() && notBefore() - next < 0) {
      next = notBefore();
    }
    waiting = true;
    for (long left = next - System.nanoTime();
        left > 0 && !closing() && !enough();
        left = next - System.nanoTime()) {
      park(left);
    }
    waiting = false;
    long keptBefore = kept();
    for (int left = queue.size(); left > 0 && !closing(); ) {
      left -= exportBatch();
    }
    // More than were kept, or a spool would never become empty under load.
    long sends = kept() - keptBefore + 2;
    while (!closing() && (sends-- > 0 || !enough()) && sendOldest()) {
      // Until records that came meanwhile have to go behind what is left.
    }
  }

  /** What an outage crowds out is told by the outage. */
  @Override
  void tellLosses() {
    super.tellLosses();
    long total = ledger.crowdedOut();
    if (!outage.hasFailed()) {
      crowdedOut.lost(total - crowdedOutBefore);
      crowdedOut.tell(crowdedOutText);
    }
    crowdedOutBefore = total;
  }

  /** With a spool all goes there first: an attempt may last longer than the process. */
  @Override
  void lastRound() {
    queue.refuse(DropReason.SHUTDOWN);
    hurry();
    while ((spool != null || !late()) && exportBatch() > 0) {
      // Until the queue is empty.
    }
    while (!late() && sendOldest()) {
      // What is left waits for the next process.
    }
  }

  @Override
  void discard() {
    queue.refuse(DropReason.SHUTDOWN);
    while (queue.poll() != null) {
      ledger.dropped(DropReason.SHUTDOWN, 1);
    }
    if (spool != null) {
      spool.close();
    }
  }

  private boolean spoolEmpty() {
    return spool == null || spool.isEmpty();
  }

  private long kept() {
    return spool == null ? 0 : spool.kept();
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
      if (spool == null) {
        deliver(batch, UNLIMITED);
      } else {
        deliverOrKeep();
      }
      batch.clear();
      queue.release(bytes);
    }
    return taken;
  }

  /** Sends the batch only when nothing older waits. */
  private void deliverOrKeep() {
    if (!closing() && spool.isEmpty() && notBefore() - System.nanoTime() <= 0) {
      ExportResult result = attempt(exporting(batch));
      if (!result.retryable()) {
        settle(batch.size(), result);
        return;
      }
    }
    int kept = spool.keep(batch);
    if (kept < batch.size()) {
      deliver(batch.subList(kept, batch.size()), UNLIMITED);
    }
  }

  /** Sends the oldest request of the spool. False if there is none, or it has to stay. */
  private boolean sendOldest() {
    if (spoolEmpty() || notBefore() - System.nanoTime() > 0) {
      return false;
    }
    byte[] request = spool.oldest();
    if (request == null) {
      return true;
    }
    ExportResult result = attempt(spool.sending(request));
    if (!result.retryable()) {
      settle(spool.oldestRecords(), result);
      spool.removeOldest();
    } else if (answered() && spool.answeredOften()) {
      spool.removeOldest(DropReason.RETRIES_EXHAUSTED);
    } else {
      return false;
    }
    return true;
  }

  private T next() {
    return batch.size() < maxBatch ? queue.poll() : null;
  }
}
