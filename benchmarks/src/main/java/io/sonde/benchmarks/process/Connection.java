package io.sonde.benchmarks.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection of the load: asks, and tells when the whole answer is there. */
final class Connection implements AutoCloseable {
  private static final byte[] END_OF_LINE = bytes("\r\n");
  private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
  private static final byte[] LENGTH = bytes("\r\nContent-Length: ");
  private static final byte[] LAST_CHUNK = bytes("\r\n0\r\n\r\n");

  /** When the request was due, by {@link System#nanoTime()}. */
  long due;

  private final SocketChannel channel;
  private final ByteBuffer answer = ByteBuffer.allocate(262_144);
  private String path;
  private ByteBuffer request;

  Connection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  void ask(String path, long due) throws IOException {
    if (!path.equals(this.path)) {
      this.path = path;
      request = ByteBuffer.wrap(bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }
    this.due = due;
    answer.clear();
    request.rewind();
    channel.write(request);
    if (request.hasRemaining()) {
      throw new IOException("a request of a few bytes did not fit into the socket's buffer");
    }
  }

  /**
   * Reads what is there.
   *
   * @return whether that was the rest of the answer
   */
  boolean answered() throws IOException {
    if (channel.read(answer) < 0) {
      throw new IOException(path + ": the connection was closed");
    }
    int head = find(END_OF_HEAD, 0, answer.position());
    if (head < 0) {
      return false;
    }
    if (answer.get(9) != '2') {
      throw new IOException(path + " answered " + text(0, Math.min(head, 200)));
    }
    int length = find(LENGTH, 0, head + 2);
    if (length >= 0) {
      int begin = length + LENGTH.length;
      int body = Integer.parseInt(text(begin, find(END_OF_LINE, begin, head + 2)));
      return answer.position() >= head + END_OF_HEAD.length + body;
    }
    int tail = answer.position() - LAST_CHUNK.length;
    return tail >= head && matches(LAST_CHUNK, tail);
  }

  private int find(byte[] text, int from, int to) {
    for (int i = from; i + text.length <= to; i++) {
      if (matches(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] text, int at) {
    return Arrays.equals(answer.array(), at, at + text.length, text, 0, text.length);
  }

  private String text(int begin, int end) {
    return new String(answer.array(), begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
