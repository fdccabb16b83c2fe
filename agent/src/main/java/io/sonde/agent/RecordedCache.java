package io.sonde.agent;

import io.sonde.agent.weave.ModuleAccess;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

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

  /** Loads the agent's classes, and runs none, so that the archive has them. */
  static void loadAll(File jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        String file = entries.nextElement().getName();
        if (file.endsWith(".class")) {
          load(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, null);
    } catch (ClassNotFoundException | LinkageError e) {
      // Extends what this JDK does not have.
    }
  }
}
