package io.sonde.exporter.otlp;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** The moment until which one export may block. Immutable. */
final class Deadline {
  private final long endNanos;

  Deadline(int timeoutMillis) {
    endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  /** What is left, at least 1: sockets take 0 for "for ever". */
  int remainingMillis() throws SocketTimeoutException {
    long nanos = endNanos - System.nanoTime();
    if (nanos <= 0) {
      throw new SocketTimeoutException("no answer within the time-out");
    }
    return (int) (TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }
}
