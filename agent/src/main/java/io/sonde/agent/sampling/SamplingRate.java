package io.sonde.agent.sampling;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A share of traces by their ids, and so many traces a second whatever their ids. Thread safe,
 * without a lock.
 */
final class SamplingRate {
  private static final double SECOND = 1e9;

  /** So slow that the rest of it does not matter: one in three years. */
  private static final double MAX_INTERVAL = 1e17;

  private final long bound;

  /** Nanoseconds from one trace to the next; 0 for no traces beyond the share. */
  private final long interval;

  /**
   * How far the next moment may be ahead: what a second of silence saves up, at least one trace.
   */
  private final long burst;

  /** When the next trace is due, by {@code nanoTime} (GCRA: one number instead of a bucket). */
  private final AtomicLong due;

  /**
   * @param ratio 0 to 1
   * @param perSecond 0 or more
   */
  SamplingRate(double ratio, double perSecond) {
    bound = ratio == 0 ? Long.MIN_VALUE : (long) (ratio * Long.MAX_VALUE);
    interval = perSecond == 0 ? 0 : (long) Math.max(1, Math.min(SECOND / perSecond, MAX_INTERVAL));
    burst = (long) (Math.max(perSecond - 1, 0) * interval);
    due = new AtomicLong(System.nanoTime() - burst);
  }

  boolean sample(long traceIdLow) {
    boolean byShare = bound == Long.MAX_VALUE || Math.abs(traceIdLow) < bound;
    // What is recorded by its id counts for the rate as well.
    return interval == 0 ? byShare : take(System.nanoTime()) || byShare;
  }

  /** Whether a trace is due. */
  boolean take(long now) {
    while (true) {
      long next = due.get();
      long earliest = now - burst;
      long from = next - earliest < 0 ? earliest : next;
      if (from - now > 0) {
        return false;
      }
      if (due.compareAndSet(next, from + interval)) {
        return true;
      }
    }
  }
}
