package io.sonde.exporter.endpoint;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * An answer without end (server-sent events). Who reads too slowly is closed: what waits for one
 * client is bounded in bytes. For the endpoint's thread.
 */
public final class EventStream {
  private static final int MAX_PENDING_BYTES = 1 << 20;

  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<ByteBuffer>();
  private int pending;
  private boolean ended;
  private HttpConnection connection;

  /** Sends bytes, which must not be changed any more, as soon as the client takes them. */
  public void send(byte[] bytes) {
    if (ended) {
      return;
    }
    if (pending + bytes.length > MAX_PENDING_BYTES) {
      end();
      return;
    }
    waiting.add(ByteBuffer.wrap(bytes));
    pending += bytes.length;
    if (connection != null) {
      connection.wake(pending == bytes.length);
    }
  }

  /** Ends the connection; what waits is forgotten. */
  public void end() {
    ended = true;
    waiting.clear();
    pending = 0;
    if (connection != null) {
      connection.wake(false);
    }
  }

  /** Whether nobody reads any more. */
  public boolean ended() {
    return ended;
  }

  void attach(HttpConnection to) {
    connection = to;
  }

  int pending() {
    return pending;
  }

  /** What is to be written next, or null. */
  ByteBuffer next() {
    return waiting.peek();
  }

  /** So many of its bytes have been. */
  void written(int bytes) {
    pending -= bytes;
    if (!waiting.isEmpty() && !waiting.peek().hasRemaining()) {
      waiting.remove();
    }
  }
}
