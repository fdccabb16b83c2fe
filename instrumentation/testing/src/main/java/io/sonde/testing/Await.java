package io.sonde.testing;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens on other threads or in other processes. */
public final class Await {
  /** Long enough for a slow and busy machine; nothing waits that long when all is well. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long STEP_MILLIS = 10;

  private Await() {}

  /**
   * Asks {@code supplier} until {@code enough} agrees.
   *
   * @param what names what is awaited in the error
   * @throws AssertionError after {@link #PATIENCE}, with the last answer
   */
  public static <T> T until(String what, Supplier<T> supplier, Predicate<? super T> enough) {
    return until(what, PATIENCE, supplier, enough);
  }

  /** The same for what takes its time: {@code patience} is in place of {@link #PATIENCE}. */
  public static <T> T until(
      String what, Duration patience, Supplier<T> supplier, Predicate<? super T> enough) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T value = supplier.get();
      if (enough.test(value)) {
        return value;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("awaited in vain: " + what + "; there was: " + value);
      }
      try {
        Thread.sleep(STEP_MILLIS);
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
