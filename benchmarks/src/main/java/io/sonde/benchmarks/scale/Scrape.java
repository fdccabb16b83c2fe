package io.sonde.benchmarks.scale;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks the agent of this JVM for its metrics. */
final class Scrape {
  private static final int PORT = Integer.getInteger("otel.exporter.prometheus.port", 0);

  private Scrape() {}

  /** The body as it was sent. Through a plain socket, of which the agent makes no span. */
  static byte[] get(String accept, String acceptEncoding) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      String request =
          "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "
              + accept
              + "\r\nAccept-Encoding: "
              + acceptEncoding
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("closed after " + head);
        }
        head.append((char) b);
      }
      if (head.indexOf(" 200 ") < 0) {
        throw new IOException(head.toString());
      }
      return in.readAllBytes();
    }
  }

  /** Waits until the agent answers, which is up to its own thread. */
  static void awaitAgent() throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        get("text/plain", "identity");
        return;
      } catch (IOException e) {
        if (tries == 1000) {
          throw new IllegalStateException(e);
        }
        Thread.sleep(10);
      }
    }
  }

  /** Waits until the agent has nothing left to send. */
  static void awaitQueues() throws IOException, InterruptedException {
    for (int tries = 0; records("queued") > 0 && tries < 500; tries++) {
      Thread.sleep(20);
    }
  }

  /** The sum of a column of the agent's account, such as {@code dropped}, of spans and logs. */
  static long records(String column) throws IOException {
    double sum = 0;
    String text = new String(get("text/plain", "identity"), StandardCharsets.UTF_8);
    for (String line : text.split("\n")) {
      if (line.startsWith("sonde_records_" + column)) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return (long) sum;
  }
}
