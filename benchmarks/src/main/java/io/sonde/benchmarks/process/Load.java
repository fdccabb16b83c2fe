package io.sonde.benchmarks.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Requests over a fixed pool of connections that stay open, out of one thread. Closed: each
 * connection asks again as soon as it is answered. At a fixed rate: requests are due at fixed
 * times, and the time from there on counts, also when all connections are busy.
 */
final class Load implements AutoCloseable {
  static final int CONNECTIONS = 16;

  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();

  /** What was asked and answered. */
  record Result(double seconds, Latencies latencies) {
    long requests() {
      return latencies.count();
    }

    double rate() {
      return requests() / seconds;
    }

    double microseconds(double percentile) {
      return latencies.microseconds(percentile);
    }
  }

  Load(int port) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Connection(new InetSocketAddress("127.0.0.1", port), selector));
    }
  }

  Result closed(String path, double seconds) throws IOException {
    long begin = System.nanoTime();
    Latencies latencies = new Latencies(begin);
    long end = begin + (long) (seconds * 1e9);
    int busy = 0;
    for (Connection connection : connections) {
      connection.ask(path, System.nanoTime());
      busy++;
    }
    while (busy > 0) {
      selector.select(1000);
      for (SelectionKey key : selector.selectedKeys()) {
        Connection connection = (Connection) key.attachment();
        if (connection.answered()) {
          long now = System.nanoTime();
          latencies.record(connection.due, now);
          busy--;
          if (now < end) {
            connection.ask(path, now);
            busy++;
          }
        }
      }
      selector.selectedKeys().clear();
      requireProgress(end);
    }
    return new Result((System.nanoTime() - begin) / 1e9, latencies);
  }

  Result atRate(String path, double perSecond, double seconds) throws IOException {
    ArrayDeque<Connection> idle = new ArrayDeque<>(connections);
    double interval = 1e9 / perSecond;
    long total = (long) (perSecond * seconds);
    long asked = 0;
    long begin = System.nanoTime();
    Latencies latencies = new Latencies(begin);
    while (latencies.count() < total) {
      selector.selectNow();
      for (SelectionKey key : selector.selectedKeys()) {
        Connection connection = (Connection) key.attachment();
        if (connection.answered()) {
          latencies.record(connection.due, System.nanoTime());
          idle.add(connection);
        }
      }
      boolean nothingCame = selector.selectedKeys().isEmpty();
      selector.selectedKeys().clear();
      long now = System.nanoTime();
      while (asked < total && !idle.isEmpty() && begin + (long) (asked * interval) <= now) {
        idle.poll().ask(path, begin + (long) (asked++ * interval));
        nothingCame = false;
      }
      if (nothingCame) {
        Thread.yield(); // to sleep would be late by more than what is measured
      }
      requireProgress(begin + (long) (seconds * 1e9));
    }
    return new Result((System.nanoTime() - begin) / 1e9, latencies);
  }

  private static void requireProgress(long end) throws IOException {
    if (System.nanoTime() - end > TimeUnit.SECONDS.toNanos(30)) {
      throw new IOException("requests stay without an answer");
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
