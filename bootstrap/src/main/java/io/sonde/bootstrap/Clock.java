package io.sonde.bootstrap;

/**
 * Wall time out of one {@code nanoTime} reading. Spans of one trace share an anchor, so that a step
 * of the wall clock cannot turn their order around (jaeger-client-java#192).
 */
final class Clock {
  private static final long ANCHOR_NANOS = 10_000_000_000L;
  private static volatile Anchor latest = new Anchor();

  private Clock() {}

  /**
   * An anchor that is at most ten seconds old.
   *
   * @param nanoTime now
   */
  static Anchor anchor(long nanoTime) {
    Anchor anchor = latest;
    if (nanoTime - anchor.nanos > ANCHOR_NANOS) {
      anchor = new Anchor();
      latest = anchor;
    }
    return anchor;
  }

  static final class Anchor {
    private final long epochNanos = System.currentTimeMillis() * 1_000_000L;
    private final long nanos = System.nanoTime();

    long epochNanos(long nanoTime) {
      return epochNanos + (nanoTime - nanos);
    }
  }
}
