package io.sonde.exporter;

import java.util.concurrent.atomic.LongAdder;

/**
 * The account of one signal at one destination: {@code produced = delivered + dropped + queued},
 * whenever it is read. Thread safe.
 *
 * <p>A record is counted as produced before anything else can become of it, and a snapshot reads
 * {@code produced} last; so no snapshot shows an end without its beginning, and what has no end yet
 * is queued.
 */
public final class Ledger {
  private static final int REASONS = DropReason.values().length;

  private final String destination;
  private final String signal;
  private final LongAdder produced = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder[] dropped = new LongAdder[REASONS];

  /**
   * @param destination such as {@code loki}
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   */
  public Ledger(String destination, String signal) {
    this.destination = destination;
    this.signal = signal;
    for (int i = 0; i < REASONS; i++) {
      dropped[i] = new LongAdder();
    }
  }

  public String destination() {
    return destination;
  }

  public String signal() {
    return signal;
  }

  void produced(long records) {
    produced.add(records);
  }

  void delivered(long records) {
    delivered.add(records);
  }

  void dropped(DropReason reason, long records) {
    dropped[reason.ordinal()].add(records);
  }

  /** The account as it stands. */
  public Snapshot snapshot() {
    long[] byReason = new long[REASONS];
    long ended = delivered.sum();
    long taken = ended;
    for (int i = 0; i < REASONS; i++) {
      byReason[i] = dropped[i].sum();
      ended += byReason[i];
    }
    return new Snapshot(produced.sum(), taken, byReason, ended);
  }

  /** The account at one moment, in records. Immutable. */
  public static final class Snapshot {
    private final long produced;
    private final long delivered;
    private final long[] dropped;
    private final long queued;

    private Snapshot(long produced, long delivered, long[] dropped, long ended) {
      this.produced = produced;
      this.delivered = delivered;
      this.dropped = dropped;
      this.queued = produced - ended;
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
