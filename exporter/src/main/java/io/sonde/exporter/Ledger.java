package io.sonde.exporter;

import java.util.concurrent.atomic.LongAdder;

/**
 * The account of one signal at one destination: {@code produced = delivered + dropped + queued},
 * whenever it is read. Thread safe.
 *
 * <p>Produced is what the queue accepted and what it refused. The queue's own index counts the
 * accepted ones, so that a record is counted in the moment it can be taken: never does its end show
 * without its beginning, and an application's thread pays for no counter.
 */
public final class Ledger {
  private static final int REASONS = DropReason.values().length;

  /** Batches that may be settled while a snapshot is taken, before it takes what it has. */
  private static final int MAX_READS = 100;

  private final String destination;
  private final String signal;
  private volatile RecordQueue<?> queue;
  private final LongAdder unqueued = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder[] refused = adders();
  private final LongAdder[] dropped = adders();

  /**
   * @param destination such as {@code loki}
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   */
  public Ledger(String destination, String signal) {
    this.destination = destination;
    this.signal = signal;
  }

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[REASONS];
    for (int i = 0; i < REASONS; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  public String destination() {
    return destination;
  }

  public String signal() {
    return signal;
  }

  /** Sets the queue whose records are accounted for. */
  void attach(RecordQueue<?> newQueue) {
    queue = newQueue;
  }

  /** Counts records that are sent without a queue. */
  void accepted(long records) {
    unqueued.add(records);
  }

  /** Counts a record that the queue did not take. */
  void refused(DropReason reason) {
    refused[reason.ordinal()].increment();
  }

  /** Records that found no place in the queue. */
  long crowdedOut() {
    return refused[DropReason.QUEUE_FULL.ordinal()].sum()
        + refused[DropReason.QUEUE_BYTES.ordinal()].sum();
  }

  /** Settles accepted records. */
  void delivered(long records) {
    delivered.add(records);
  }

  /** Settles accepted records. */
  void dropped(DropReason reason, long records) {
    dropped[reason.ordinal()].add(records);
  }

  /** Accepted records that the end of the JVM costs: dropped for it, or not sent when it comes. */
  long unsent() {
    RecordQueue<?> current = queue;
    long settled = delivered.sum();
    for (int i = 0; i < REASONS; i++) {
      settled += i == DropReason.SHUTDOWN.ordinal() ? 0 : dropped[i].sum();
    }
    return unqueued.sum() + (current == null ? 0 : current.accepted()) - settled;
  }

  /** The account as it stands. */
  public Snapshot snapshot() {
    Snapshot account = read();
    for (int reads = 1; reads < MAX_READS; reads++) {
      Snapshot again = read();
      if (again.settled == account.settled) {
        return account;
      }
      // A batch was settled meanwhile, and "queued" counts what came and went in between.
      account = again;
    }
    return account;
  }

  private Snapshot read() {
    long[] byReason = new long[REASONS];
    long taken = delivered.sum();
    long settled = taken;
    for (int i = 0; i < REASONS; i++) {
      byReason[i] = dropped[i].sum();
      settled += byReason[i];
    }
    RecordQueue<?> current = queue;
    long produced = unqueued.sum() + (current == null ? 0 : current.accepted());
    long queued = produced - settled;
    for (int i = 0; i < REASONS; i++) {
      long more = refused[i].sum();
      byReason[i] += more;
      produced += more;
    }
    return new Snapshot(produced, taken, byReason, queued, settled);
  }

  /** The account at one moment, in records. Immutable. */
  public static final class Snapshot {
    private final long produced;
    private final long delivered;
    private final long[] dropped;
    private final long queued;
    private final long settled;

    private Snapshot(long produced, long delivered, long[] dropped, long queued, long settled) {
      this.produced = produced;
      this.delivered = delivered;
      this.dropped = dropped;
      this.queued = queued;
      this.settled = settled;
    }

    /** Everything that the application made for this destination. */
    public long produced() {
      return produced;
    }

    public long delivered() {
      return delivered;
    }

    public long dropped(DropReason reason) {
      return dropped[reason.ordinal()];
    }

    /** Waiting, or in the batch that is being sent. */
    public long queued() {
      return queued;
    }
  }
}
