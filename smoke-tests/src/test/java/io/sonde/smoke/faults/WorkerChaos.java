package io.sonde.smoke.faults;

/**
 * Goes into the jar of a broken agent: on each thread, the first calls of {@link #atFirst} throw,
 * one kind of throwable after the other, and one interrupts. Runs on the boot class path.
 */
public final class WorkerChaos {
  /** Calls that throw or interrupt. */
  static final int FAILURES = 5;

  private static final ThreadLocal<int[]> CALLS = ThreadLocal.withInitial(() -> new int[1]);

  private WorkerChaos() {}

  public static void atFirst() {
    switch (CALLS.get()[0]++) {
      case 0:
        throw new OutOfMemoryError("chaos");
      case 1:
        throw new NoClassDefFoundError("chaos");
      case 2:
        Thread.currentThread().interrupt();
        break;
      case 3:
        throw new StackOverflowError("chaos");
      case 4:
        throw new ThreadDeath();
      default:
        break;
    }
  }

  public static void always() {
    throw new OutOfMemoryError("chaos");
  }
}
