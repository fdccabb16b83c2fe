package io.sonde.exporter.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of one connection, as they are on the wire. Never blocks. For the server's thread. */
class Transport {
  /** The JDK copies what it writes into a direct buffer of that size, and keeps it. */
  private static final int MAX_WRITE = 64 * 1024;

  final SocketChannel channel;

  Transport(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads what has come, as far as there is room.
   *
   * @return -1 at the end
   */
  int read(ByteBuffer to) throws IOException {
    return channel.read(to);
  }

  /** Whether the last {@link #read} left bytes behind that the selector does not know of. */
  boolean hasMore() {
    return false;
  }

  /** Whether bytes of the transport's own wait to be written; nothing is read until they are. */
  boolean unflushed() {
    return false;
  }

  /**
   * Writes what the socket takes.
   *
   * @return whether that was all, and nothing waits
   */
  boolean write(ByteBuffer from) throws IOException {
    int limit = from.limit();
    while (from.position() < limit) {
      from.limit(Math.min(limit, from.position() + MAX_WRITE));
      channel.write(from);
      boolean full = from.hasRemaining();
      from.limit(limit);
      if (full) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells the client that nothing more will come.
   *
   * @return whether it was told; else to be called again when the socket takes more
   */
  boolean finish() throws IOException {
    channel.shutdownOutput();
    return true;
  }

  final void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
