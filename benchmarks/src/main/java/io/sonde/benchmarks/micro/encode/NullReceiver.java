package io.sonde.benchmarks.micro.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that reads requests over HTTP, and says that all is well. It makes no garbage. */
final class NullReceiver {
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nX-Prometheus-Remote-Write-Samples-Written: 1\r\n"
              + "X-Prometheus-Remote-Write-Histograms-Written: 1\r\nContent-Length: 0\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private static ServerSocket listener;
  private static volatile long bytes;

  private NullReceiver() {}

  /** Where it listens, on the loopback address. */
  static synchronized String url() {
    try {
      if (listener == null) {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(NullReceiver::accept);
      }
      return "http://127.0.0.1:" + listener.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bodies' bytes since it was asked last. One thread sends. */
  static long takeBytes() {
    long sent = bytes;
    bytes = 0;
    return sent;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private static void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket) {
    byte[] buffer = new byte[1 << 16];
    try (socket) {
      InputStream in = socket.getInputStream();
      int size = 0;
      while (true) {
        int head = end(buffer, size);
        if (head < 0) {
          int n = in.read(buffer, size, buffer.length - size);
          if (n < 0) {
            return;
          }
          size += n;
          continue;
        }
        long length = length(buffer, head);
        for (long left = length - (size - head); left > 0; ) {
          left -= Math.max(1, in.read(buffer, 0, (int) Math.min(left, buffer.length)));
        }
        bytes += length;
        size = 0;
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // The exporter is gone.
    }
  }

  /** Behind the empty line, or -1. */
  private static int end(byte[] buffer, int size) {
    for (int i = 3; i < size; i++) {
      if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static long length(byte[] head, int size) {
    for (int i = 0; i + LENGTH.length < size; i++) {
      int matched = 0;
      while (matched < LENGTH.length && (head[i + matched] | 0x20) == (LENGTH[matched] | 0x20)) {
        matched++;
      }
      if (matched == LENGTH.length) {
        long length = 0;
        for (int at = i + matched; head[at] != '\r'; at++) {
          length = head[at] == ' ' ? length : 10 * length + head[at] - '0';
        }
        return length;
      }
    }
    throw new IllegalStateException("no length");
  }
}
