package io.sonde.smoke;

import io.sonde.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A tool of a JDK, run to its end. */
final class Tool {
  private Tool() {}

  record Outcome(int exit, String stdout, String stderr) {}

  /**
   * @param agent what {@code JAVA_TOOL_OPTIONS} attaches, or null
   */
  static Outcome run(int jdk, String tool, String argument, Path agent) throws Exception {
    Path home = Jdks.find(jdk).orElse(null);
    Assumptions.assumeTrue(home != null, "no JDK " + jdk + " is installed");
    Path folder = Files.createDirectories(Path.of(System.getProperty("sonde.work.directory")));
    Path out = Files.createTempFile(folder, tool, ".out");
    Path err = Files.createTempFile(folder, tool, ".err");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin").resolve(tool).toString(), argument)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (agent != null) {
      builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + agent);
    }
    int exit = builder.start().waitFor();
    return new Outcome(exit, Files.readString(out), Files.readString(err));
  }
}
