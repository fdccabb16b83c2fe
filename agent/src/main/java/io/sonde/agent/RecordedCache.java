package io.sonde.agent;

import io.sonde.agent.weave.ModuleAccess;
import java.lang.instrument.Instrumentation;

/**
 * A JVM that records an AppCDS archive or an AOT cache. Nothing may be woven in it: the JVM leaves
 * classes that an agent has changed out of the archive, and JDK 25 crashes, when it writes a cache
 * without {@code java.lang.Thread} or starts with one in which a woven class of the application is
 * missing.
 */
final class RecordedCache {
  private RecordedCache() {}

  /** Whether this JVM records one. Archives with classes of the application exist since JDK 10. */
  static boolean isBeingRecorded(Instrumentation instrumentation) {
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
