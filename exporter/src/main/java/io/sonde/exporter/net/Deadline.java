package io.sonde.exporter.net;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** The moment until which one export may block. Immutable. */
public final class Deadline {
  private final long endNanos;

  /** So long from now. */
  public Deadline(int timeoutMillis) {
    endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  /**
   * What is left, at least 1: to wait 0 means "for ever".
   *
   * @throws SocketTimeoutException when nothing is left
   */
  public int remainingMillis() throws SocketTimeoutException {
    long nanos = endNanos - System.nanoTime();
    if (nanos <= 0) {
      throw new SocketTimeoutException("no answer within the time-out");
    }
    return (int) (TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  boolean isOver() {
    return endNanos - System.nanoTime() <= 0;
  }

  /** One of {@code parts} equal parts of what is left: the next one. */
  Deadline part(int parts) throws SocketTimeoutException {
    return parts == 1 ? this : new Deadline(Math.max(1, remainingMillis() / parts));
  }
}
