package io.sonde.smoke.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Bad clients of a scrape endpoint, each on threads of its own until it is closed. */
final class ScrapeAttack implements AutoCloseable {
  static final String GET = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";

  private static final int TIMEOUT_MILLIS = 5_000;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final Collection<Socket> held = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /** How often each of them did what it does. */
  final AtomicLong rounds = new AtomicLong();

  ScrapeAttack(int port) {
    this.port = port;
  }

  private interface Round {
    void run() throws IOException, InterruptedException;
  }

  private void again(Round round, long pauseMillis) {
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                try {
                  round.run();
                  rounds.incrementAndGet();
                  Thread.sleep(pauseMillis);
                } catch (IOException thrownOut) {
                  // As it should be.
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** A small buffer, so that the server notices who does not read. */
  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Connections on which nothing is ever asked. */
  void idle(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      held.add(connect());
    }
  }

  /** A byte of a request every 100 ms, without an end. */
  void slowloris(int clients) {
    for (int i = 0; i < clients; i++) {
      again(
          () -> {
            try (Socket socket = connect()) {
              send(socket, "GET /metrics HTTP/1.1\r\nX-A: ");
              while (!over) {
                send(socket, "a");
                Thread.sleep(100);
              }
            }
          },
          0);
    }
  }

  /** A byte of the answer a second. */
  void slowReaders(int clients) {
    for (int i = 0; i < clients; i++) {
      again(
          () -> {
            try (Socket socket = connect()) {
              send(socket, GET);
              while (!over && socket.getInputStream().read() >= 0) {
                Thread.sleep(1000);
              }
            }
          },
          100);
    }
  }

  /** Gone within the answer, half of them without a goodbye. */
  void abort() {
    again(
        () -> {
          try (Socket socket = connect()) {
            send(socket, GET);
            socket.getInputStream().readNBytes(10);
            socket.setSoLinger(rounds.get() % 2 == 0, 0);
          }
        },
        5);
  }

  /** Many more scrapes than there should be. */
  void scrape(int perSecond) {
    for (int i = 0; i < perSecond; i += 10) {
      again(
          () -> {
            try (Socket socket = connect()) {
              send(socket, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
              socket.getInputStream().readAllBytes();
            }
          },
          100);
    }
  }

  /** Sends {@code request} again and again. */
  void ask(String request) {
    again(
        () -> {
          try (Socket socket = connect()) {
            send(socket, request);
            socket.getInputStream().read();
          }
        },
        20);
  }

  @Override
  public void close() throws IOException {
    over = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : held) {
      socket.close();
    }
  }
}
