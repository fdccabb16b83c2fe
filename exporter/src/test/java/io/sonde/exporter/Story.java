package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

/** Runs a class in a JVM of its own, as the agent's log holds the stderr of the start. */
final class Story {
  private Story() {}

  /** What its main method wrote to stderr. */
  static List<String> lines(Class<?> main) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .start();
    List<String> lines = new String(process.getErrorStream().readAllBytes()).lines().toList();
    assertEquals(0, process.waitFor(), lines::toString);
    return lines;
  }
}
