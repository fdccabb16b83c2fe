package io.sonde.bootstrap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where woven code brings what an advice threw: it is counted, told once for each advice, and after
 * a few the advice is switched off. Nothing reaches the application.
 */
public final class Failures {
  /** Switches an advice off. Must not block and must not throw. */
  public interface Breaker {
    /**
     * @param advice the number of the advice
     * @param thrown what it threw last
     * @param total how often it has failed
     */
    void failed(int advice, Throwable thrown, long total);
  }

  private static final AtomicLong TOTAL = new AtomicLong();
  private static volatile AtomicLongArray byAdvice = new AtomicLongArray(0);
  private static volatile Breaker breaker;

  private Failures() {}

  public static void install(int advices, Breaker newBreaker) {
    byAdvice = new AtomicLongArray(advices);
    breaker = newBreaker;
  }

  /** Called by woven code. */
  public static void caught(Throwable thrown, int advice) {
    try {
      TOTAL.incrementAndGet();
      long total = byAdvice.incrementAndGet(advice);
      Breaker current = breaker;
      if (current != null) {
        current.failed(advice, thrown, total);
      }
    } catch (Throwable ignored) {
      // Nothing is left to tell it to; the count above says that it happened.
    }
  }

  /** Failures of all advices since the start. */
  public static long total() {
    return TOTAL.get();
  }
}
