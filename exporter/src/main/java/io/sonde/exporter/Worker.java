package io.sonde.exporter;

import io.sonde.bootstrap.AgentThread;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * One agent thread that feeds one exporter. Nothing that is thrown ends it: an {@code Error} in an
 * exporter, or an interrupt, costs the attempt (opentelemetry-java 1.64: log export was dead for
 * ever after one).
 *
 * @param <T> what the exporter takes
 */
public abstract class Worker<T> {
  static final long MILLI = 1_000_000L;

  /** "No limit" of {@link #deliver}, as nanoseconds from now: a hundred years. */
  static final long UNLIMITED = Long.MAX_VALUE / 3;

  /**
   * Attempts for a batch at a destination that answers: about four minutes. A batch that makes the
   * destination fail would otherwise stop everything behind it. An unreachable one costs no
   * attempt.
   */
  static final int MAX_ATTEMPTS = 10;

  private static final long AFTER_ERROR = 1000 * MILLI;

  /** What is left of the time at the end when a batch that hangs is spooled, in milliseconds. */
  private static final long TO_SPOOL = 1000;

  private final String name;
  final Outage outage;
  final Ledger ledger;
  private final LossWarning rejected;

  /** Of what the agent itself fails at. */
  final LossWarning failed;

  private final Object attemptLock = new Object();
  private boolean attempting;
  private BatchExporter<T> exporter;
  private volatile Thread thread;
  private volatile boolean closing;
  private volatile long deadline;
  private boolean hurried;
  private boolean answered;

  Worker(Ledger ledger) {
    this.ledger = ledger;
    this.name = ledger.destination() + "-" + ledger.signal();
    this.outage = new Outage(ledger.destination());
    this.rejected = new LossWarning(ledger.destination());
    this.failed = new LossWarning(ledger.destination());
  }

  /** The first that the thread does. */
  void begin(BatchExporter<T> newExporter) {}

  /** Waits, and exports what is due. Called again and again until {@link #closing}. */
  abstract void round();

  /** Exports what is left. */
  abstract void lastRound();

  /** Warns of losses that nothing has told of yet. After each round. */
  void tellLosses() {
    failed.tell(" records dropped (the agent failed at them)");
  }

  /** Drops what is left then. */
  abstract void discard();

  public final Ledger ledger() {
    return ledger;
  }

  /** Begins to export, on a thread of its own; after {@link #close} only closes the exporter. */
  public final synchronized void start(BatchExporter<T> newExporter) {
    exporter = newExporter;
    if (closing) {
      closeExporter();
    } else {
      thread =
          AgentThread.start(
              name,
              new Runnable() {
                @Override
                public void run() {
                  work();
                }
              });
    }
  }

  /**
   * Has the worker export what waits, drop what remains at the deadline, and close the exporter.
   * Returns at once.
   *
   * @param deadlineNanos a {@code System.nanoTime()}
   */
  public final synchronized void beginClose(long deadlineNanos) {
    if (closing) {
      return;
    }
    deadline = deadlineNanos;
    closing = true;
    if (thread == null) {
      discard();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /**
   * {@link #beginClose}, and waits until it is done or the deadline has passed, though an attempt
   * that is on its way may go on behind.
   */
  public final void close(long deadlineNanos) {
    beginClose(deadlineNanos);
    Thread running = thread;
    long left = (deadlineNanos - System.nanoTime()) / MILLI;
    if (running == null || left <= 0) {
      return;
    }
    long early = spools() ? Math.min(left / 2, TO_SPOOL) : 0;
    try {
      running.join(left - early);
      if (early > 0) {
        interruptAttempt();
        running.join(early);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Records that the end of the JVM costs, when {@link #close} has returned. What is spooled is not
   * lost; what never had an exporter was told of then.
   */
  public final long lost() {
    return thread == null || spools() ? 0 : ledger.unsent();
  }

  /** Whether nobody was there to take them, which is nothing to warn of. */
  public final boolean nobodyThere() {
    return outage.isAbsence();
  }

  /** Whether a batch that is given up early is not lost. */
  boolean spools() {
    return false;
  }

  /** Only an attempt: a file that is read or written would be closed under it. */
  private void interruptAttempt() {
    synchronized (attemptLock) {
      if (attempting) {
        thread.interrupt();
      }
    }
  }

  private void attempting(boolean now) {
    synchronized (attemptLock) {
      attempting = now;
      Thread.interrupted();
    }
  }

  private void work() {
    begin(exporter);
    while (!closing) {
      try {
        round();
        tellLosses();
      } catch (Throwable ignored) {
        pauseUntil(System.nanoTime() + AFTER_ERROR, false);
      }
    }
    try {
      lastRound();
      tellLosses();
    } catch (Throwable ignored) {
      // What it left is dropped below.
    }
    discard();
    closeExporter();
  }

  private void closeExporter() {
    try {
      exporter.close();
    } catch (Throwable ignored) {
      // It was the last that anybody wanted of it.
    }
  }

  final boolean closing() {
    return closing;
  }

  /** Whether the time that {@link #close} gave is over. */
  final boolean late() {
    return closing && deadline - System.nanoTime() <= 0;
  }

  final void wake() {
    LockSupport.unpark(thread);
  }

  /** Parks the worker's thread, at most so long. */
  static void park(long nanos) {
    // With its interrupt flag up a thread does not park, and would spin.
    Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }

  /**
   * Returns at {@code nanoTime}, or as soon as {@link #closing} is not {@code before} any more;
   * which the caller reads, or a close in between would be missed.
   */
  final void pauseUntil(long nanoTime, boolean before) {
    for (long left = nanoTime - System.nanoTime();
        left > 0 && closing == before;
        left = nanoTime - System.nanoTime()) {
      park(left);
    }
  }

  /**
   * Sends a batch as often as it takes, and settles it in the ledger.
   *
   * @param batch not empty
   * @param nanos after which a batch that is not delivered is given up
   */
  final void deliver(List<T> batch, long nanos) {
    try {
      deliverOrDrop(batch, nanos);
    } catch (Throwable t) {
      // Out of memory on the way; every way settles last, so nothing is counted twice.
      ledger.dropped(DropReason.FAILED, batch.size());
      failed.lost(batch.size());
    }
  }

  private void deliverOrDrop(List<T> batch, long nanos) {
    long giveUp = System.nanoTime() + nanos;
    Callable<ExportResult> export = exporting(batch);
    int answers = 0;
    while (true) {
      boolean last = closing;
      if (last) {
        hurry();
      }
      long limit = last ? deadline : giveUp;
      if (outage.notBefore() - limit > 0 || last && late()) {
        ledger.dropped(last ? DropReason.SHUTDOWN : DropReason.RETRIES_EXHAUSTED, batch.size());
        return;
      }
      pauseUntil(outage.notBefore(), last);
      if (closing != last) {
        continue;
      }
      ExportResult result = attempt(export);
      if (!result.retryable()) {
        settle(batch.size(), result);
        return;
      }
      if (answered() && ++answers == MAX_ATTEMPTS) {
        ledger.dropped(DropReason.RETRIES_EXHAUSTED, batch.size());
        return;
      }
    }
  }

  final Callable<ExportResult> exporting(final List<T> batch) {
    return new Callable<ExportResult>() {
      @Override
      public ExportResult call() throws Exception {
        return exporter.export(batch);
      }
    };
  }

  /** Before the end one more attempt is due at once. */
  final void hurry() {
    if (!hurried) {
      hurried = true;
      outage.hurry();
    }
  }

  /** The {@code nanoTime} before which there must be no {@link #attempt}. */
  final long notBefore() {
    return outage.notBefore();
  }

  /** What is thrown is a failure that may pass. */
  final ExportResult attempt(Callable<ExportResult> export) {
    Throwable failure = null;
    ExportResult result;
    attempting(true);
    try {
      result = export.call();
    } catch (Throwable t) {
      failure = t;
      result = ExportResult.retry(0, Failure.reason(t));
    }
    attempting(false);
    if (result.retryable()) {
      outage.failed(result.retryAfterMillis(), result.reason(), !Failure.isAbsence(failure));
      answered = !Failure.isUnreachable(failure);
    }
    return result;
  }

  /** Whether the attempt that failed last is one of the {@link #MAX_ATTEMPTS}. */
  final boolean answered() {
    return answered;
  }

  /** Enters an attempt that is not to be made again. */
  final void settle(int records, ExportResult result) {
    int leftOut = Math.min(result.failed(), records);
    int refused = Math.min(result.rejected(), records - leftOut);
    outage.over();
    if (refused > 0) {
      rejected.lost(refused);
      rejected.tell(" records rejected (" + result.reason() + ")");
    }
    failed.lost(leftOut);
    ledger.dropped(DropReason.FAILED, leftOut);
    ledger.dropped(DropReason.REJECTED, refused);
    ledger.delivered(records - leftOut - refused);
  }
}
