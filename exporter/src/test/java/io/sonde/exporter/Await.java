package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** Waits for conditions; a minute is for ever. */
public final class Await {
  private Await() {}

  public static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        fail("waited for a minute");
      }
      Thread.sleep(2);
    }
  }
}
