package io.sonde.exporter.prometheus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * One connection: reads a request, writes the answer, then reads the next. Never blocks. For the
 * server's thread.
 */
final class HttpConnection {
  private enum State {
    READING(10),
    WRITING(30),
    /**
     * Said goodbye, and reads on: closing a socket with unread bytes resets it, which takes the
     * answer from the client.
     */
    DRAINING(2);

    /** How long a connection may stay in this state, however many bytes trickle. */
    final long maxNanos;

    State(int seconds) {
      maxNanos = TimeUnit.SECONDS.toNanos(seconds);
    }
  }

  private static final int MAX_HEAD = 8192;

  /** The JDK copies what it writes into a direct buffer of that size, and keeps it. */
  private static final int MAX_WRITE = 64 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Routes routes;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_HEAD);
  private ByteBuffer head = NOTHING;
  private ByteBuffer body = NOTHING;
  private boolean last;
  private int scanned;
  private State state = State.READING;
  private long since = System.nanoTime();

  HttpConnection(SocketChannel channel, SelectionKey key, Routes routes) {
    this.channel = channel;
    this.key = key;
    this.routes = routes;
  }

  /** When the present state began, by {@code System.nanoTime}. */
  long since() {
    return since;
  }

  boolean waitsForRequest() {
    return state == State.READING;
  }

  boolean expired(long now) {
    return now - since > state.maxNanos;
  }

  /** Bytes held for a client that has not read them yet. */
  int pending() {
    return head.remaining() + body.remaining();
  }

  /**
   * Does what the socket is ready for.
   *
   * @return false at the end of the connection
   */
  boolean proceed() throws IOException {
    if (state == State.WRITING) {
      write();
    } else if (!read()) {
      return false;
    }
    // One after the other: pipelined requests wait, so one connection holds one answer at most.
    while (state == State.READING && serve()) {
      write();
    }
    return true;
  }

  private boolean read() throws IOException {
    if (state == State.DRAINING) {
      in.clear();
    }
    return channel.read(in) >= 0;
  }

  /** Answers the next request if all of it is there. */
  private boolean serve() {
    skipEmptyLines();
    int end = HttpRequest.headEnd(in.array(), scanned, in.position());
    scanned = in.position();
    if (end < 0) {
      if (in.hasRemaining()) {
        return false;
      }
      respond(HttpResponse.text("431 Request Header Fields Too Large", "too long\n"), false, true);
      return true;
    }
    HttpRequest request = HttpRequest.parse(in.array(), end);
    consume(end);
    if (request == null) {
      respond(HttpResponse.text("400 Bad Request", "bad request\n"), false, true);
    } else {
      boolean hasBody = !request.method().equals("HEAD");
      respond(routes.answer(request), request.keepAlive(), hasBody);
    }
    return true;
  }

  /** Some clients send one behind a body (RFC 9112, 2.2). */
  private void skipEmptyLines() {
    int empty = 0;
    while (empty < in.position() && (in.get(empty) == '\r' || in.get(empty) == '\n')) {
      empty++;
    }
    if (empty > 0) {
      consume(empty);
    }
  }

  private void consume(int length) {
    in.flip();
    in.position(length);
    in.compact();
    scanned = 0;
  }

  private void respond(HttpResponse response, boolean keepAlive, boolean withBody) {
    head = ByteBuffer.wrap(response.head(keepAlive));
    body = withBody ? ByteBuffer.wrap(response.body()) : NOTHING;
    last = !keepAlive;
    enter(State.WRITING, SelectionKey.OP_WRITE);
  }

  private void write() throws IOException {
    if (!write(head) || !write(body)) {
      return;
    }
    head = NOTHING;
    body = NOTHING;
    if (last) {
      channel.shutdownOutput();
    }
    enter(last ? State.DRAINING : State.READING, SelectionKey.OP_READ);
  }

  /** Whether all of it is written. */
  private boolean write(ByteBuffer buffer) throws IOException {
    int limit = buffer.limit();
    while (buffer.position() < limit) {
      buffer.limit(Math.min(limit, buffer.position() + MAX_WRITE));
      channel.write(buffer);
      boolean full = buffer.hasRemaining();
      buffer.limit(limit);
      if (full) {
        return false;
      }
    }
    return true;
  }

  private void enter(State next, int operation) {
    state = next;
    since = System.nanoTime();
    key.interestOps(operation);
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
