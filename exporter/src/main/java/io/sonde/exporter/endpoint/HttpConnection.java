package io.sonde.exporter.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;

/**
 * One connection: reads a request, writes the answer, then reads the next. Never blocks. For the
 * server's thread.
 */
final class HttpConnection {
  private enum State {
    READING(10),
    WRITING(30),
    /** An event stream: no end, but the client must take what is there. */
    STREAMING(10),
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

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport transport;
  private final SelectionKey key;
  private final Routes routes;
  private final InetAddress peer;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_HEAD);
  private ByteBuffer head = NOTHING;
  private ByteBuffer body = NOTHING;
  private boolean last;

  /** Of a connection that is or becomes one; else null. */
  private EventStream stream;

  private int scanned;
  private State state = State.READING;
  private long since = System.nanoTime();

  HttpConnection(Transport transport, SelectionKey key, Routes routes) {
    this.transport = transport;
    this.key = key;
    this.routes = routes;
    peer = transport.channel.socket().getInetAddress();
  }

  /** When the present state began, by {@code System.nanoTime}. */
  long since() {
    return since;
  }

  boolean waitsForRequest() {
    return state == State.READING;
  }

  boolean expired(long now) {
    return now - since > state.maxNanos && (state != State.STREAMING || pending() > 0);
  }

  /** Bytes held for a client that has not read them yet. */
  int pending() {
    return head.remaining() + body.remaining() + (stream == null ? 0 : stream.pending());
  }

  /**
   * Does what the socket is ready for.
   *
   * @return false at the end of the connection
   */
  boolean proceed() throws IOException {
    if (state == State.STREAMING) {
      return streams();
    }
    if (state == State.WRITING) {
      write();
    } else if (!read()) {
      return false;
    }
    // One after the other: pipelined requests wait, so one connection holds one answer at most.
    while (state == State.READING) {
      if (serve()) {
        write();
      } else if (!transport.hasMore()) {
        break;
      } else if (!read()) {
        return false;
      }
    }
    if (state == State.STREAMING) {
      return streams();
    }
    boolean writes = state == State.WRITING || transport.unflushed();
    key.interestOps(writes ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return true;
  }

  /** Writes what there is, and reads only to see the client go. */
  private boolean streams() throws IOException {
    in.clear();
    if (stream.ended() || transport.read(in) < 0) {
      return false;
    }
    for (ByteBuffer next = stream.next(); next != null; next = stream.next()) {
      int before = next.remaining();
      boolean all = transport.write(next);
      stream.written(before - next.remaining());
      if (!all) {
        break;
      }
      since = System.nanoTime();
    }
    boolean writes = stream.pending() > 0 || transport.unflushed();
    key.interestOps(writes ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return true;
  }

  /** Has {@link #proceed} called once the client can take more, which it has to do from now on. */
  void wake(boolean beginsToWait) {
    if (beginsToWait) {
      since = System.nanoTime();
    }
    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  private boolean read() throws IOException {
    if (state == State.DRAINING) {
      in.clear();
    }
    return transport.read(in) >= 0;
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
    HttpRequest request = HttpRequest.parse(in.array(), end, peer);
    consume(end);
    if (request == null) {
      respond(HttpResponse.text("400 Bad Request", "bad request\n"), false, true);
    } else {
      boolean hasBody = !request.method().equals("HEAD");
      HttpResponse response = routes.answer(request);
      stream = hasBody ? response.stream() : null;
      respond(response, request.keepAlive() && stream == null, hasBody);
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
    last = !keepAlive && stream == null;
    enter(State.WRITING);
  }

  private void write() throws IOException {
    if (transport.write(head) && transport.write(body) && (!last || transport.finish())) {
      head = NOTHING;
      body = NOTHING;
      if (stream != null) {
        stream.attach(this);
        enter(State.STREAMING);
      } else {
        enter(last ? State.DRAINING : State.READING);
      }
    }
  }

  private void enter(State next) {
    state = next;
    since = System.nanoTime();
  }

  void close() {
    if (stream != null) {
      stream.end();
    }
    key.cancel();
    transport.close();
  }
}
