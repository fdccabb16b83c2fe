package io.sonde.benchmarks.micro.encode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Takes requests on the loopback address, one connection after another, and gives each the same
 * answer. Allocates nothing for a request, so that an exporter's allocations can be told.
 */
final class NullServer implements AutoCloseable {
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final byte[] answer;
  private final byte[] buffer = new byte[64 * 1024];

  /** What was sent since it was asked last. */
  private volatile long bytes;

  NullServer(String body) throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    answer =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII);
    Thread thread = new Thread(this::serve, "null-server");
    thread.setDaemon(true);
    thread.start();
  }

  URL url() throws IOException {
    return new URL("http", "127.0.0.1", listener.getLocalPort(), "");
  }

  long takeBytes() {
    long sent = bytes;
    bytes = 0;
    return sent;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream(), buffer.length);
        for (long length = head(in); length >= 0; length = head(in)) {
          for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            left -= n < 0 ? left : n;
          }
          bytes = bytes + length;
          socket.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // The next connection.
      }
    }
  }

  /** Reads up to the body. Returns its length, or -1 at the end. */
  private static long head(InputStream in) throws IOException {
    long length = 0;
    int matched = 0;
    boolean number = false;
    int ends = 0;
    while (ends < 2) {
      int octet = in.read();
      if (octet < 0) {
        return -1;
      }
      if (octet == '\n') {
        ends++;
        matched = 0;
        number = false;
      } else if (octet != '\r') {
        ends = 0;
        if (number) {
          length = 10 * length + octet - '0';
        } else if (matched < LENGTH.length && Character.toLowerCase(octet) == LENGTH[matched]) {
          number = ++matched == LENGTH.length;
        } else {
          matched = LENGTH.length;
        }
      }
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
