package io.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Compares the variants in turns and writes the report. */
public final class Run {
  private Run() {}

  /**
   * @param arguments those of {@code benchmarks/run}
   */
  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments);
    Path target = Path.of("benchmarks/target");
    Path work = Files.createDirectories(target.resolve("run"));
    emptyAgent(target.resolve("jars/empty-agent.jar"));
    String head = Report.head();
    StringBuilder report = new StringBuilder();
    try (Bench bench = Bench.open(target.resolve("jars").toAbsolutePath(), work)) {
      for (Setting setting : options.settings()) {
        Samples samples = new Samples();
        Measuring measuring = new Measuring(setting, options, bench, samples);
        String text = "";
        for (int round = 1; round <= options.rounds(); round++) {
          measuring.round(round);
          text = new Report(setting, samples, work).text();
          Files.writeString(target.resolve("run.md"), head + report + text);
        }
        report.append(text);
      }
    }
    System.out.println(head + report);
    System.exit(0);
  }

  /** What any {@code -javaagent} costs, in a jar of its own. */
  private static void emptyAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    String file = EmptyAgent.class.getName().replace('.', '/') + ".class";
    try (var in = EmptyAgent.class.getResourceAsStream("/" + file);
        var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
    }
  }
}
