package io.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    StringBuilder report = new StringBuilder(Report.head());
    try (Bench bench = Bench.open(target.resolve("jars").toAbsolutePath(), work)) {
      for (Setting setting : options.settings()) {
        Samples samples = measure(setting, options, bench);
        report.append(new Report(setting, samples, work).text());
        Files.writeString(target.resolve("run.md"), report);
      }
    }
    System.out.println(report);
    System.exit(0);
  }

  private static Samples measure(Setting setting, Options options, Bench bench) throws Exception {
    UnderLoad load = new UnderLoad(setting, bench, options.seconds());
    if (options.load()) {
      progress(setting, "finding the rates without an agent");
      load.calibrate();
    }
    Samples samples = new Samples();
    List<Variant> order = new ArrayList<>(options.variants());
    for (int round = 1; round <= options.rounds(); round++) {
      samples.nextRound();
      for (Variant variant : order) {
        String turn = "round " + round + " of " + options.rounds() + ": " + variant.title;
        try {
          if (options.start() && variant.startsByItself()) {
            progress(setting, turn + ", start");
            Startup.measure(setting, variant, bench, samples);
          }
          if (options.load() && variant != Variant.EMPTY) {
            progress(setting, turn + ", load");
            load.measure(variant, samples);
          }
        } catch (IOException failed) {
          System.err.println("\n" + variant.title + ": " + failed.getMessage());
        }
      }
      Collections.rotate(order, -1); // another one begins each round
    }
    System.err.println();
    return samples;
  }

  private static void progress(Setting setting, String step) throws IOException {
    System.err.printf("\r\033[K%s: %s", setting.title(), step);
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
