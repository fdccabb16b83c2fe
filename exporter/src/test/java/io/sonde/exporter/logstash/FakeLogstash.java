package io.sonde.exporter.logstash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Takes connections and lines as Logstash's tcp input does, and answers nothing. */
public final class FakeLogstash implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> malformed = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  public FakeLogstash() throws IOException {
    this(ServerSocketFactory.getDefault(), 0);
  }

  public FakeLogstash(int port) throws IOException {
    this(ServerSocketFactory.getDefault(), port);
  }

  FakeLogstash(ServerSocketFactory factory, int port) throws IOException {
    server = factory.createServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fake-logstash");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        start(() -> read(socket));
      } catch (IOException e) {
        // Closed, or a handshake that failed.
      }
    }
  }

  private void read(Socket socket) {
    try (socket) {
      var strict =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), strict));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (CharacterCodingException e) {
      malformed.add(e.toString());
    } catch (IOException e) {
      // Ended by either side.
    } finally {
      open.remove(socket);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public List<String> lines() {
    return lines;
  }

  public List<String> malformed() {
    return malformed;
  }

  int connections() {
    return connections.get();
  }

  int openConnections() {
    return open.size();
  }

  /** Ends all connections; with a reset, or in order. */
  void hangUp(boolean reset) throws IOException {
    for (Socket socket : open) {
      try {
        if (reset) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (SocketException e) {
        // The other side ended it in this moment.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp(false);
  }
}
