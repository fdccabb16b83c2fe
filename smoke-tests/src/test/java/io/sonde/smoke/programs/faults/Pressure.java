package io.sonde.smoke.programs.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;

/** Takes heap or processors away from the process that it runs in. */
final class Pressure {
  private static final double FULL = 0.965;
  private static final int BLOCK = 256 * 1024;

  private static List<byte[]> blocks = new ArrayList<>();
  private static volatile boolean burning;

  private Pressure() {}

  /** Until 97 % of the old generation are live; for the serial collector. */
  static void fillHeap() {
    MemoryPoolMXBean old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Tenured Gen"))
            .findFirst()
            .orElseThrow();
    System.gc();
    long max = old.getUsage().getMax();
    while (old.getCollectionUsage().getUsed() < FULL * max) {
      long missing = (long) (FULL * max) - old.getCollectionUsage().getUsed();
      for (long i = 0; i <= missing / 2 / BLOCK; i++) {
        blocks.add(new byte[BLOCK]);
      }
      System.gc();
    }
  }

  static void freeHeap() {
    blocks = new ArrayList<>();
    System.gc();
  }

  /** On all processors. */
  static void burn() {
    burning = true;
    for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                while (burning) {
                  Thread.onSpinWait();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }

  static void stopBurning() {
    burning = false;
  }
}
