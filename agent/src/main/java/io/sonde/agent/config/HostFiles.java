package io.sonde.agent.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Facts of the host and the process from files and reflection; null for what is not to be had. */
final class HostFiles {
  private HostFiles() {}

  static String hostName() {
    byte[] bytes = new byte[256];
    try (InputStream in = new FileInputStream("/etc/hostname")) {
      int length = in.read(bytes);
      return length <= 0
          ? null
          : Config.nonEmpty(new String(bytes, 0, length, StandardCharsets.UTF_8));
    } catch (IOException | SecurityException e) {
      return null;
    }
  }

  /** From the link {@code /proc/self}; elsewhere from Java 9's {@code ProcessHandle}. */
  static Long processId() {
    try {
      Long id = Values.number(new File("/proc/self").getCanonicalFile().getName(), 1, 1L << 32);
      if (id != null) {
        return id;
      }
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      return (Long) handle.getMethod("pid").invoke(current);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
