package io.sonde.testing;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens on other threads or in other processes. */
public final class Await {
  /**
   * The system property of how long something is awaited, in seconds. By default it is long enough
   * for a slow and busy machine; nothing waits that long when all is well.
   */
  public static final String PATIENCE_PROPERTY = "sonde.test.patience";

  /** Between two questions; what has taken longer is asked for less often. */
  private static final long SHORTEST_STEP_MILLIS = 10;

  private static final long LONGEST_STEP_MILLIS = 250;

  private Await() {}

  /**
   * Asks {@code supplier} until {@code enough} agrees.
   *
   * @param what names what is awaited in the error
   * @throws AssertionError after the patience, with the last answer
   */
  public static <T> T until(String what, Supplier<T> supplier, Predicate<? super T> enough) {
    Duration patience = Duration.ofSeconds(Long.getLong(PATIENCE_PROPERTY, 180));
    return until(what, patience, supplier, enough);
  }

  /** The same for what takes its time: {@code patience} is in place of the usual one. */
  public static <T> T until(
      String what, Duration patience, Supplier<T> supplier, Predicate<? super T> enough) {
    long start = System.nanoTime();
    while (true) {
      T value = supplier.get();
      if (enough.test(value)) {
        return value;
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(patience) > 0) {
        throw new AssertionError("awaited in vain: " + what + "; there was: " + value);
      }
      try {
        Thread.sleep(Math.min(SHORTEST_STEP_MILLIS + waited.toMillis() / 10, LONGEST_STEP_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while awaiting " + what, e);
      }
    }
  }

  /** {@link #until(String, Supplier, Predicate)} for a condition. */
  public static void until(String what, Supplier<Boolean> condition) {
    until(what, condition, Boolean::booleanValue);
  }
}
