package io.sonde.smoke.faults;

import java.lang.management.ManagementFactory;

/** Goes into the jar of a mutant. */
public final class NeedsModules {
  private NeedsModules() {}

  public static void jmx() {
    ManagementFactory.getRuntimeMXBean();
  }
}
