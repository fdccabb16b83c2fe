package io.sonde.benchmarks.scale;

import io.sonde.bootstrap.metrics.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Executes SQL at that rate. */
final class RecordsWork {
  private static final long SECOND = 1_000_000_000L;
  private static final long WARM_UP = 2 * SECOND;
  private static final long WARM_RATE = 50_000;
  private static final long MEASURED = 4 * SECOND;
  private static final long BURST = 1_000_000;

  /** Longer than the agent lets a batch wait. */
  private static final long LAST_BATCH_MILLIS = 700;

  private final long rate;
  private final Statement statement;

  private RecordsWork(long rate) throws SQLException {
    this.rate = rate;
    Connection connection = IdleDriver.connection(() -> {});
    statement = connection.createStatement();
  }

  public static void main(String[] arguments) throws Exception {
    new RecordsWork(Long.parseLong(arguments[0])).run(Metrics.class.getClassLoader() == null);
    System.exit(0);
  }

  private void run(boolean agent) throws Exception {
    execute(WARM_RATE, WARM_UP);
    long delivered = 0;
    long dropped = 0;
    if (agent) {
      Scrape.awaitAgent();
      Scrape.awaitQueues();
      delivered = Scrape.records("delivered");
      dropped = Scrape.records("dropped");
    }
    long cpu = Probe.processCpu();
    long start = System.nanoTime();
    long offered = execute(rate, MEASURED);
    double seconds = (double) (System.nanoTime() - start) / SECOND;
    Probe.tell("offered", offered / seconds);
    Thread.sleep(LAST_BATCH_MILLIS);
    Probe.tell("cpu", (double) (Probe.processCpu() - cpu) / offered);
    if (agent) {
      Scrape.awaitQueues();
      Probe.tell("delivered", (Scrape.records("delivered") - delivered) / seconds);
      Probe.tell("dropped", (Scrape.records("dropped") - dropped) / seconds);
    }
    Thread load = new Thread(this::executeForEver);
    load.setDaemon(true);
    load.start();
    Thread.sleep(500);
    Probe.tell("heap", Probe.liveHeap());
  }

  private void executeForEver() {
    try {
      execute(rate, Long.MAX_VALUE / 2);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how often it executed. */
  private long execute(long rate, long nanos) throws SQLException {
    long start = System.nanoTime();
    long executed = 0;
    for (long now = 0; now < nanos; now = System.nanoTime() - start) {
      // In double: the product of both is more than a long holds.
      long due = (long) ((double) now / SECOND * rate) - executed;
      if (due <= 0) {
        LockSupport.parkNanos(BURST);
      }
      for (long end = executed + Math.min(due, 1000); executed < end; executed++) {
        statement.execute("SELECT name FROM shoes WHERE id = 42");
      }
    }
    return executed;
  }
}
