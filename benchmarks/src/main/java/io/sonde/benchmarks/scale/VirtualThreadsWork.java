package io.sonde.benchmarks.scale;

import ch.qos.logback.classic.Logger;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Starts that many virtual threads at once. */
final class VirtualThreadsWork {
  private static final int WARM_UP = 20_000;
  private static final int PASSES = 3;

  /** Processor time of a process comes in steps of 10 ms. */
  private static final int LEAST_THREADS = 100_000;

  private final Logger logger = ThreadsWork.logger();
  private final Method start;
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile CountDownLatch reached;

  private VirtualThreadsWork() throws NoSuchMethodException {
    start = Thread.class.getMethod("startVirtualThread", Runnable.class);
  }

  public static void main(String[] arguments) throws Exception {
    new VirtualThreadsWork().run(Integer.parseInt(arguments[0]));
    System.exit(0);
  }

  private void run(int threads) throws Exception {
    Connection sleeping = IdleDriver.connection(this::sleepAndLog);
    for (int i = 0; i < 5; i++) {
      executeInEach(sleeping, WARM_UP);
    }
    double[] passes = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      int rounds = Math.max(1, LEAST_THREADS / threads);
      long cpu = Probe.processCpu();
      for (int round = 0; round < rounds; round++) {
        executeInEach(sleeping, threads);
      }
      passes[i] = (double) (Probe.processCpu() - cpu) / threads / rounds;
    }
    Arrays.sort(passes);
    Probe.tell("nanos", passes[PASSES / 2]);
    long before = Probe.liveHeap();
    Probe.tell("heap", before);
    blockInEach(threads);
    Probe.tell("blocked", Probe.liveHeap() - before);
  }

  private void executeInEach(Connection connection, int threads) throws Exception {
    CountDownLatch over = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      start.invoke(
          null,
          (Runnable)
              () -> {
                execute(connection);
                over.countDown();
              });
    }
    over.await();
  }

  private void sleepAndLog() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    logger.info("a shoe was sold");
  }

  private void blockInEach(int threads) throws Exception {
    reached = new CountDownLatch(threads);
    Connection blocking = IdleDriver.connection(this::block);
    for (int i = 0; i < threads; i++) {
      start.invoke(null, (Runnable) () -> execute(blocking));
    }
    reached.await();
  }

  private void block() {
    reached.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT name FROM shoes");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
