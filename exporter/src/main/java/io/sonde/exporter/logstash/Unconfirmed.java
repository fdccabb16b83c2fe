package io.sonde.exporter.logstash;

import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.Wire;
import java.io.IOException;

/**
 * What was written to a connection moments ago. A write into a connection that the peer has given
 * up succeeds; that it was in vain shows when the peer's reset arrives, a round trip later. So what
 * was written counts as taken only when the connection lived on for a moment, and is kept until
 * then, to be sent again over the next one. Not thread safe.
 */
final class Unconfirmed {
  /** Bytes of each half. */
  private static final int MAX = 512 * 1024;

  private final long momentNanos;
  private OctetWriter older = new OctetWriter(0);
  private OctetWriter newer = new OctetWriter(0);
  private long newerSince;
  private long lastWrite;

  /**
   * @param momentNanos how long a connection must live on for what was written to it
   */
  Unconfirmed(long momentNanos) {
    this.momentNanos = momentNanos;
  }

  boolean isEmpty() {
    return newer.size() == 0 && older.size() == 0;
  }

  /** Keeps what was written; the oldest is let go for it when there is too much. */
  void written(OctetWriter lines) {
    if (newer.size() > 0 && newer.size() + lines.size() > MAX) {
      rotate();
    }
    lastWrite = System.nanoTime();
    if (newer.size() == 0) {
      newerSince = lastWrite;
    }
    newer.rawBytes(lines.buffer(), 0, lines.size());
  }

  /** Lets go what is older than a moment: the connection is there. */
  void alive() {
    long now = System.nanoTime();
    if (now - lastWrite >= momentNanos) {
      clear();
    } else if (now - newerSince >= momentNanos) {
      rotate();
    }
  }

  /** Writes all of it to another connection, where it is unconfirmed again. */
  void writeAgain(Wire wire, Deadline deadline) throws IOException {
    wire.write(older.buffer(), older.size(), newer.buffer(), 0, newer.size(), deadline);
    lastWrite = System.nanoTime();
    newerSince = lastWrite;
  }

  void clear() {
    older.reset();
    newer.reset();
  }

  private void rotate() {
    OctetWriter empty = older;
    empty.reset();
    older = newer;
    newer = empty;
    newerSince = System.nanoTime();
  }
}
