package io.sonde.smoke.programs.allocation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Counts the bytes that an operation allocates. Of several batches the least counts: a table that
 * grows, a buffer that is made anew once a second, is not the operation's.
 */
public final class Meter {
  private static final int WARM_UP = 1000;
  private static final int BATCHES = 30;
  private static final int OPERATIONS = 50;

  /** How often an operation is done altogether. */
  public static final int TOTAL = WARM_UP + BATCHES * OPERATIONS;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Meter() {}

  interface Operation {
    void run() throws Exception;
  }

  interface Batch {
    /** Runs so many operations and returns the bytes that they allocated. */
    long run(int operations) throws Exception;
  }

  /** So far, by the calling thread. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** So far, by that thread. */
  static long allocated(Thread thread) {
    return THREADS.getThreadAllocatedBytes(thread.getId());
  }

  /** Writes {@code <path>: <bytes an operation>}, for what the calling thread allocates. */
  static void measure(String path, Operation operation) throws Exception {
    measure(path, Meter::allocated, operation);
  }

  static void measure(String path, LongSupplier allocated, Operation operation) throws Exception {
    measure(
        path,
        operations -> {
          long before = allocated.getAsLong();
          for (int i = 0; i < operations; i++) {
            operation.run();
          }
          return allocated.getAsLong() - before;
        });
  }

  static void measure(String path, Batch batch) throws Exception {
    batch.run(WARM_UP);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < BATCHES; i++) {
      least = Math.min(least, batch.run(OPERATIONS));
    }
    System.out.println(path + ": " + Math.round((double) least / OPERATIONS));
  }
}
