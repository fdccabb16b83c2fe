package io.sonde.benchmarks.scale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.helpers.NOPAppender;
import io.sonde.bootstrap.metrics.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Has that many threads do the same. */
final class ThreadsWork {
  private static final int WARM_UP = 500_000;
  private static final int OPERATIONS = 1_000_000;
  private static final int PASSES = 3;
  private static final int OVERFLOW = 3_000;

  private ThreadsWork() {}

  /** One operation of one thread. */
  private interface Operation {
    void run(int i) throws SQLException;
  }

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    boolean agent = Metrics.class.getClassLoader() == null;
    Connection connection = IdleDriver.connection(() -> {});
    ThreadLocal<Statement> statement = ThreadLocal.withInitial(() -> create(connection));
    Logger logger = logger();
    Semaphore done = new Semaphore(0);
    measure("jdbc", threads, done, i -> statement.get().execute("SELECT name FROM shoes"));
    measure("log", threads, done, i -> logger.info("a shoe was sold, for {}", i));
    if (agent) {
      measure("histogram", threads, done, i -> record("one"));
      String[] names = new String[OVERFLOW];
      for (int i = 0; i < OVERFLOW; i++) {
        names[i] = "pool" + i;
        record(names[i]);
      }
      measure("overflow", threads, done, i -> record(names[OVERFLOW - 1 - i % 500]));
      Scrape.awaitQueues();
    }
    Probe.tell("heap", Probe.liveHeap());
    System.exit(0);
  }

  /** A logger whose events go nowhere. */
  static Logger logger() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    NOPAppender<ILoggingEvent> nowhere = new NOPAppender<>();
    nowhere.setContext(context);
    nowhere.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(nowhere);
    return context.getLogger(ThreadsWork.class);
  }

  private static Statement create(Connection connection) {
    try {
      return connection.createStatement();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void record(String pool) {
    Metrics.DB_CONNECTION_USE_TIME.series(pool).record(1_000_000, null);
  }

  private static void measure(String name, int threads, Semaphore done, Operation operation)
      throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      operation.run(i);
    }
    double[] passes = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      passes[i] = pass(threads, done, operation);
    }
    Arrays.sort(passes);
    Probe.tell(name, passes[PASSES / 2]);
  }

  /**
   * Returns the processor time of one operation. The threads stay, so that what the agent keeps for
   * each is in the live heap.
   */
  private static double pass(int threads, Semaphore done, Operation operation)
      throws InterruptedException {
    CyclicBarrier begin = new CyclicBarrier(threads);
    AtomicLong cpu = new AtomicLong();
    int each = OPERATIONS / threads;
    for (int t = 0; t < threads; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                  long start = Probe.threadCpu();
                  for (int i = 0; i < each; i++) {
                    operation.run(i);
                  }
                  cpu.addAndGet(Probe.threadCpu() - start);
                  done.release();
                  Thread.sleep(Long.MAX_VALUE);
                } catch (Exception e) {
                  e.printStackTrace();
                  System.exit(1);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    done.acquire(threads);
    return (double) cpu.get() / each / threads;
  }
}
