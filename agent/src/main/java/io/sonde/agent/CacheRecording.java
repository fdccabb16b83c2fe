package io.sonde.agent;

import io.sonde.agent.weave.ModuleAccess;
import java.lang.instrument.Instrumentation;

/**
 * Whether the JVM records an AOT cache. Nothing may be woven then: classes that an agent has
 * changed are left out of the cache, and JDK 25 crashes when it writes one without {@code
 * java.lang.Thread}, or starts with one in which a woven class of the application is missing.
 */
final class CacheRecording {
  private CacheRecording() {}

  /** Also an AppCDS archive, where a diagnostic flag has the JVM record one beside an agent. */
  static boolean isRunning(Instrumentation instrumentation) {
    try {
      Class<?> cds = Class.forName("jdk.internal.misc.CDS", true, null);
      ModuleAccess.exportJavaBase(instrumentation, "jdk.internal.misc");
      return (Boolean) cds.getMethod("isDumpingArchive").invoke(null);
    } catch (Exception e) {
      // Another version of the JDK.
      return false;
    }
  }
}
