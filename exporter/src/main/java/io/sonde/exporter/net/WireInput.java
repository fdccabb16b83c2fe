package io.sonde.exporter.net;

import java.io.EOFException;
import java.io.IOException;

/** Reads a wire through a buffer. Not thread safe. */
public final class WireInput {
  private final Wire wire;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;

  public WireInput(Wire wire) {
    this.wire = wire;
  }

  /** Waits until there is something to read. False at the end. */
  boolean await(Deadline deadline) throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      limit = Math.max(wire.read(buffer, 0, buffer.length, deadline), 0);
    }
    return position < limit;
  }

  /** Reads what there is, at least one octet; -1 at the end. */
  int read(byte[] bytes, int from, int count, Deadline deadline) throws IOException {
    if (!await(deadline)) {
      return -1;
    }
    int n = Math.min(count, limit - position);
    System.arraycopy(buffer, position, bytes, from, n);
    position += n;
    return n;
  }

  /** Reads so many octets to the begin of {@code bytes}. */
  public void readFully(byte[] bytes, int count, Deadline deadline) throws IOException {
    for (int n = 0; n < count; ) {
      int read = read(bytes, n, count - n, deadline);
      if (read < 0) {
        throw ended();
      }
      n += read;
    }
  }

  /**
   * Reads a line.
   *
   * @param line becomes its text, without its end
   * @param room octets that it may take with its end
   * @return the room that remains
   */
  int readLine(StringBuilder line, int room, Deadline deadline) throws IOException {
    line.setLength(0);
    for (int left = room - 1; left >= 0; left--) {
      if (!await(deadline)) {
        throw ended();
      }
      byte octet = buffer[position++];
      if (octet == '\n') {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return left;
      }
      line.append((char) (octet & 0xff));
    }
    throw new IOException("HTTP: headers larger than " + AnswerHead.MAX / 1024 + " KiB");
  }

  /** True if a read is known not to wait. */
  public boolean pending() throws IOException {
    return position < limit || wire.pending();
  }

  /** True if nothing has come, not even the end. */
  boolean idle() throws IOException {
    return position == limit && wire.idle();
  }

  static EOFException ended() {
    return new EOFException("connection closed by the peer");
  }
}
