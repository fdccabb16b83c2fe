package io.sonde.exporter.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HTTP/1.1 on a wire (RFC 9112): one request, then its answer. Not thread safe. */
final class Http1Connection {
  /** Of a longer body only that is kept, and the connection is not used again. */
  private static final int MAX_BODY = 64 * 1024;

  private static final byte[] NONE = new byte[0];

  private final Wire wire;
  private final WireInput in;
  private final AnswerHead head = new AnswerHead();
  private final StringBuilder line = new StringBuilder(32);
  private boolean answered;
  private boolean reusable;

  /** The body: its first {@link #size} octets. */
  private byte[] body = NONE;

  private int size;

  Http1Connection(Wire wire) {
    this.wire = wire;
    in = new WireInput(wire);
  }

  /** Whether the last request got any of an answer. */
  boolean answered() {
    return answered;
  }

  /** Whether another request may follow the last one. */
  boolean reusable() {
    return reusable;
  }

  /** False if the peer closed the connection, or sent what nobody asked for. Does not wait. */
  boolean idle() {
    try {
      return in.idle();
    } catch (IOException e) {
      return false;
    }
  }

  void close() {
    wire.close();
  }

  /** Sends a request and waits for its answer. */
  HttpSender.Response exchange(
      byte[] requestHead, int headLength, byte[] content, int length, Deadline deadline)
      throws IOException {
    answered = false;
    reusable = false;
    boolean whole = send(requestHead, headLength, content, length, deadline);
    boolean complete = body(deadline);
    reusable = whole && complete && !head.last;
    byte[] kept = size == body.length ? body : Arrays.copyOf(body, size);
    body = NONE;
    return new HttpSender.Response(head.status, head.retryAfter, head.written, kept);
  }

  /** Has a proxy connect to {@code authority}; from then on the wire leads there. */
  void tunnel(String authority, Deadline deadline) throws IOException {
    byte[] request =
        ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    send(request, request.length, NONE, 0, deadline);
    if (head.status >= 300) {
      throw new ConnectException(
          "the proxy answered CONNECT with " + HttpStatus.describe(head.status));
    }
  }

  /**
   * Sends, and reads the head of the answer. A peer that refuses a large body may answer and close
   * before it has read it: then the answer is what counts, not the write that failed.
   *
   * @return whether all could be sent
   */
  private boolean send(
      byte[] requestHead, int headLength, byte[] content, int length, Deadline deadline)
      throws IOException {
    IOException failure = null;
    try {
      wire.write(requestHead, headLength, content, 0, length, deadline);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    try {
      if (!in.await(deadline)) {
        throw WireInput.ended();
      }
      answered = true;
      head.read(in, deadline);
    } catch (IOException e) {
      throw failure == null ? e : failure;
    }
    return failure == null;
  }

  /** Reads the body. False if it has no end that another answer could follow. */
  private boolean body(Deadline deadline) throws IOException {
    body = NONE;
    size = 0;
    if (head.status == 204 || head.status == 304) {
      return true;
    }
    if (head.chunked) {
      // With a length as well, somebody on the way may have understood it otherwise.
      return chunks(deadline) && head.length < 0;
    }
    if (head.length >= 0) {
      return take(head.length, deadline);
    }
    int n = 0;
    while (n >= 0 && size < MAX_BODY) {
      grow(size + 1);
      n = in.read(body, size, body.length - size, deadline);
      size += Math.max(n, 0);
    }
    return false;
  }

  private boolean chunks(Deadline deadline) throws IOException {
    for (long count = chunkSize(deadline); count > 0; count = chunkSize(deadline)) {
      if (!take(count, deadline)) {
        return false;
      }
      in.readLine(line, AnswerHead.MAX, deadline);
      if (line.length() > 0) {
        throw malformedChunk();
      }
    }
    int room = AnswerHead.MAX;
    do {
      room = in.readLine(line, room, deadline);
    } while (line.length() > 0);
    return true;
  }

  private long chunkSize(Deadline deadline) throws IOException {
    in.readLine(line, AnswerHead.MAX, deadline);
    int end = line.indexOf(";");
    end = end < 0 ? line.length() : end;
    while (end > 0 && line.charAt(end - 1) <= ' ') {
      end--;
    }
    if (end == 0 || end > 15) {
      throw malformedChunk();
    }
    long count = 0;
    for (int i = 0; i < end; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0) {
        throw malformedChunk();
      }
      count = count << 4 | digit;
    }
    return count;
  }

  private static IOException malformedChunk() {
    return new IOException("HTTP: malformed chunk");
  }

  /** Reads so much of the body. False, and less, where it becomes longer than we keep. */
  private boolean take(long count, Deadline deadline) throws IOException {
    int end = (int) Math.min(size + count, MAX_BODY);
    boolean all = end == size + count;
    grow(end);
    while (size < end) {
      int n = in.read(body, size, end - size, deadline);
      if (n < 0) {
        throw WireInput.ended();
      }
      size += n;
    }
    return all;
  }

  /** Exact at first, for a length that was told; then by doubling. */
  private void grow(int capacity) {
    if (body.length < capacity) {
      body = Arrays.copyOf(body, Math.min(MAX_BODY, Math.max(capacity, 2 * body.length)));
    }
  }
}
