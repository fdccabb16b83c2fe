package io.sonde.smoke.programs.allocation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JDBC, logging and executors. */
final class LibraryPaths {
  private static final Logger LOGGER = LoggerFactory.getLogger("shop.Orders");
  private static final Runnable NOTHING = () -> {};

  private LibraryPaths() {}

  /** Hands one task to a pool. */
  private interface Handover {
    void to(ExecutorService pool);
  }

  /** Where no span is current. */
  static void withoutRequest() throws Exception {
    Meter.measure("log event, no span", LibraryPaths::log);
    tasks(", no span");
  }

  static void inRequest() throws Exception {
    statements();
    Meter.measure("log event", LibraryPaths::log);
    tasks("");
  }

  private static void statements() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shop", "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shoe (id INT PRIMARY KEY, name VARCHAR(40))");
      String sql = "SELECT name FROM shoe WHERE id = ";
      try (PreparedStatement prepared = connection.prepareStatement(sql + "?")) {
        prepared.setInt(1, 7);
        Meter.measure("prepared statement", () -> prepared.executeQuery().close());
      }
      int[] next = {1000};
      Meter.measure(
          "statement with literals", () -> statement.executeQuery(sql + next[0]++).close());
    }
  }

  private static void log() {
    LOGGER.info("sold {} of {}", "two", "shoe");
  }

  private static void tasks(String where) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    tasks("execute" + where, pool, p -> p.execute(NOTHING));
    tasks("submit" + where, pool, p -> p.submit(NOTHING));
    tasks("runAsync" + where, pool, p -> CompletableFuture.runAsync(NOTHING, p));
    pool.shutdown();
  }

  /**
   * Both threads count. The worker waits until all tasks are in the queue: otherwise it would
   * depend on chance which of the two threads has to wait for the other, which allocates.
   */
  private static void tasks(String path, ExecutorService pool, Handover handover) throws Exception {
    Meter.measure(
        path,
        operations -> {
          CountDownLatch queued = new CountDownLatch(1);
          Future<Long> begin =
              pool.submit(
                  () -> {
                    queued.await();
                    return Meter.allocated();
                  });
          long before = Meter.allocated();
          for (int i = 0; i < operations; i++) {
            handover.to(pool);
          }
          long own = Meter.allocated() - before;
          Future<Long> end = pool.submit(() -> Meter.allocated());
          queued.countDown();
          return own + end.get() - begin.get();
        });
  }
}
