package io.sonde.smoke.faults;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the tests' own Java cannot compile: modules, and interfaces of a newer JDK. */
final class Compiled {
  private Compiled() {}

  /**
   * @param files names relative to {@code folder}, each followed by the text
   * @return where the classes are
   */
  static Path sources(Path jdk, Path folder, String... files) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> command = new ArrayList<>(List.of("javac", "-d", classes.toString()));
    for (int i = 0; i < files.length; i += 2) {
      Path source = folder.resolve(files[i]);
      Files.createDirectories(source.getParent());
      Files.writeString(source, files[i + 1]);
      command.add(source.toString());
    }
    run(jdk, command.toArray(new String[0]));
    return classes;
  }

  /** Runs a tool of the JDK. */
  static void run(Path jdk, String... command) throws IOException, InterruptedException {
    String[] line = command.clone();
    line[0] = jdk.resolve("bin" + File.separator + command[0]).toString();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(Arrays.toString(command) + ": " + told);
    }
  }
}
