package io.sonde.smoke.programs.allocation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records and asks for metrics, and writes what the agent's threads allocate for each: from
 * the queue to the wire. The agent must be told to wait until {@value #BATCH} records have come.
 * Ends when stdin ends.
 */
public final class ExportPaths {
  public static final int BATCH = 512;

  private static final long UNKNOWN = -1;
  private static final int ROUNDS = 6;
  private static final int SCRAPES = 5;
  private static final int TABLES = 100;
  private static final Logger LOGGER = LoggerFactory.getLogger("shop.Orders");

  private ExportPaths() {}

  public static void main(String[] args) throws Exception {
    Thread traces = thread("otlp-traces");
    long begun = awaitIdle(traces, UNKNOWN);
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shop", "sa", "");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < TABLES; i++) {
        statement.execute("CREATE TABLE shoe" + i + " (id INT PRIMARY KEY, name VARCHAR(40))");
      }
      try (PreparedStatement prepared =
          connection.prepareStatement("SELECT name FROM shoe0 WHERE id = ?")) {
        prepared.setInt(1, 7);
        // The tables were the first spans: with these the first batch is full.
        for (int i = TABLES; i < BATCH; i++) {
          prepared.executeQuery().close();
        }
        awaitIdle(traces, begun);
        batches(() -> prepared.executeQuery().close(), "otlp-traces");
      }
    }
    batches(() -> LOGGER.info("sold {} of {}", "two", "shoe"), "otlp-logs", "loki-logs");
    int port = Integer.parseInt(System.getenv("OTEL_EXPORTER_PROMETHEUS_PORT"));
    intervals(port, "remote-write");
    scrape(port, "scrape text", "text/plain;version=0.0.4");
    scrape(port, "scrape openmetrics", "application/openmetrics-text;version=1.0.0");
    scrape(
        port,
        "scrape protobuf",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
    System.out.println("done");
    while (System.in.read() >= 0) {}
  }

  /** Has each of the workers send some full batches. */
  private static void batches(Meter.Operation operation, String... workers) throws Exception {
    Thread[] threads = new Thread[workers.length];
    long[] least = new long[workers.length];
    for (int w = 0; w < workers.length; w++) {
      threads[w] = thread(workers[w]);
      least[w] = Long.MAX_VALUE;
    }
    for (int round = 0; round < ROUNDS; round++) {
      long[] before = new long[workers.length];
      for (int w = 0; w < workers.length; w++) {
        before[w] = awaitIdle(threads[w], UNKNOWN);
      }
      for (int i = 0; i < BATCH; i++) {
        operation.run();
      }
      for (int w = 0; w < workers.length; w++) {
        least[w] = Math.min(least[w], awaitIdle(threads[w], before[w]) - before[w]);
      }
    }
    for (int w = 0; w < workers.length; w++) {
      System.out.println(workers[w] + ": " + least[w] / BATCH);
    }
  }

  /**
   * Waits until a worker has allocated something since {@code before} and waits for the next batch,
   * and returns what it has allocated so far.
   */
  private static long awaitIdle(Thread worker, long before) {
    long allocated = Meter.allocated(worker);
    while (allocated == before || worker.getState() != Thread.State.TIMED_WAITING) {
      Thread.yield();
      allocated = Meter.allocated(worker);
    }
    return Meter.allocated(worker);
  }

  /**
   * Waits for some intervals of a worker that pushes metrics, and divides by the samples that the
   * text format shows. Collecting them is part of it.
   */
  private static void intervals(int port, String worker) throws IOException {
    Thread thread = thread(worker + "-metrics");
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = awaitIdle(thread, UNKNOWN);
      least = Math.min(least, awaitIdle(thread, before) - before);
    }
    System.out.println(worker + ": " + least / samples(port));
  }

  private static long samples(int port) throws IOException {
    String page = new String(get(port, ""), StandardCharsets.UTF_8);
    return page.lines().filter(line -> line.matches("[a-z_]+(\\{.*)? [^ ]+")).count();
  }

  /** Scrapes as Prometheus does, and divides by the samples that the text format shows. */
  private static void scrape(int port, String row, String accept) throws IOException {
    Thread server = thread("endpoint");
    long samples = samples(port);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = Meter.allocated(server);
      for (int i = 0; i < SCRAPES; i++) {
        get(port, "Accept: " + accept + "\r\nAccept-Encoding: gzip\r\n");
      }
      least = Math.min(least, Meter.allocated(server) - before);
    }
    System.out.println(row + ": " + least / SCRAPES / samples);
  }

  private static byte[] get(int port, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /metrics HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + headers;
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }

  /** The agent's threads come a little after the application's first line. */
  private static Thread thread(String name) {
    while (true) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("sonde-" + name)) {
          return thread;
        }
      }
      Thread.yield();
    }
  }
}
