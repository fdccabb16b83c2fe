package io.sonde.smoke.programs.faults;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs {@code seq=<n>} so often as the second argument says, says {@code ready}, and ends, at a
 * line of stdin, in the way that the first one names. Its shutdown hook is that of a framework:
 * stops a pool whose last task logs one more, and says {@code stopped}.
 */
public final class Departures {
  private static final Logger LOGGER = LoggerFactory.getLogger(Departures.class);

  private Departures() {}

  public static void main(String[] args) throws Exception {
    String way = args[0];
    int count = Integer.parseInt(args[1]);
    ExecutorService pool = Executors.newSingleThreadExecutor(Departures::daemon);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(pool, way, count)));
    for (int i = 0; i < count; i++) {
      LOGGER.info("seq={}", i);
    }
    System.out.println("ready");
    System.in.read();
    switch (way) {
      case "exit", "halt in a hook" -> System.exit(3);
      case "error" -> throw new StackOverflowError("told to");
      case "memory" -> System.out.println(new long[Integer.MAX_VALUE - 8].length);
      default -> System.out.println("end of main");
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private static void stop(ExecutorService pool, String way, int next) {
    pool.execute(() -> LOGGER.info("seq={}", next));
    pool.shutdown();
    try {
      pool.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.println("stopped");
    if (way.equals("halt in a hook")) {
      Runtime.getRuntime().halt(5);
    }
  }
}
