package io.sonde.smoke.faults;

import io.sonde.testing.Jdks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What can be asked of a JVM from outside. */
final class Jcmd {
  private Jcmd() {}

  /** The answer to a diagnostic command, such as {@code Thread.print}. */
  static String run(long pid, String... command) {
    String[] line = new String[command.length + 2];
    line[0] = Jdks.running().resolve("bin/jcmd").toString();
    line[1] = String.valueOf(pid);
    System.arraycopy(command, 0, line, 2, command.length);
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many file descriptors it has open; 0 where there is no {@code /proc}. */
  static int descriptors(long pid) {
    String[] open = Path.of("/proc", String.valueOf(pid), "fd").toFile().list();
    return open == null ? 0 : open.length;
  }

  /** Bytes that are live after a full collection. */
  static long liveHeap(long pid) {
    String last = "";
    for (String line : run(pid, "GC.class_histogram").split("\n")) {
      last = line.startsWith("Total") ? line : last;
    }
    return Long.parseLong(last.trim().split("\\s+")[2]);
  }
}
