package io.sonde.exporter.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that does on each connection what its script says; the last one is for the rest. */
final class HttpPeer implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  interface Script {
    void serve(Connection connection) throws Exception;
  }

  /** Answers requests as long as they come. */
  static final Script SERVE =
      peer -> {
        while (peer.request() != null) {
          peer.write(OK);
        }
      };

  final AtomicInteger accepted = new AtomicInteger();
  final List<String> heads = new CopyOnWriteArrayList<>();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;

  HttpPeer(Script... scripts) throws IOException {
    this(ServerSocketFactory.getDefault(), scripts);
  }

  HttpPeer(ServerSocketFactory sockets, Script... scripts) throws IOException {
    listener = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            open.add(socket);
            Script script = scripts[Math.min(accepted.getAndIncrement(), scripts.length - 1)];
            start(
                () -> {
                  try (socket) {
                    script.serve(new Connection(socket));
                  }
                });
          }
        });
  }

  /** What a thread of a peer does. */
  interface Task {
    void run() throws Exception;
  }

  private void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (SocketException closed) {
                // By us, or by a client that gave up.
              } catch (Throwable t) {
                failures.add(t);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  HttpSender sender(int timeoutMillis) throws IOException {
    return sender("", timeoutMillis);
  }

  HttpSender sender(String path, int timeoutMillis) throws IOException {
    URL url = new URL("http", "127.0.0.1", port(), path);
    return new HttpSender(url, Map.of(), null, timeoutMillis);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** One connection, seen from the server. */
  final class Connection {
    final Socket socket;
    final InputStream in;
    byte[] body;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      in = socket.getInputStream();
    }

    /** Reads a request; null at the end. */
    String request() throws IOException {
      String head = head();
      if (head != null) {
        body = in.readNBytes(Integer.parseInt(head.split("Content-Length: |\r\n\r\n")[1]));
      }
      return head;
    }

    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          return null;
        }
        head.append((char) octet);
      }
      heads.add(head.toString());
      return head.toString();
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits until the client has closed, one way or the other. */
    void awaitEnd() {
      try {
        while (in.read(new byte[8192]) >= 0) {
          // On to the end.
        }
      } catch (IOException reset) {
        // Is an end too.
      }
    }
  }
}
