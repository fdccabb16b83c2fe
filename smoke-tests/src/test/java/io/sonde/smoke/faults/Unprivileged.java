package io.sonde.smoke.faults;

import io.sonde.testing.AgentCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Other rights than those of who runs the tests. */
final class Unprivileged {
  private static final String[] NOBODY = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"
  };

  private Unprivileged() {}

  /** A program that runs as nobody where the tests run as root, and else as who they are. */
  static AgentCommand command(Class<?> main, String... arguments) throws IOException {
    AgentCommand command = new AgentCommand(main, arguments);
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      return command;
    }
    String[] reads = Arrays.copyOf(NOBODY, NOBODY.length + 3);
    reads[NOBODY.length] = "test";
    reads[NOBODY.length + 1] = "-r";
    reads[NOBODY.length + 2] = AgentCommand.agentJar().toString();
    assumeRuns(reads);
    return command.under(NOBODY);
  }

  /** Skips the test where a command is not there or not allowed. */
  static void assumeRuns(String... command) {
    boolean runs;
    try {
      runs = new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      runs = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Assumptions.assumeTrue(runs, () -> String.join(" ", command) + " does not work here");
  }
}
