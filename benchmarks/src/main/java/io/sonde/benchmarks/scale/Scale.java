package io.sonde.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the measures, one JVM after the other, and writes a report and a chart for each. */
public final class Scale {
  private static final List<Measure> MEASURES =
      List.of(
          new Classes(),
          new Routes(),
          new SqlTexts(),
          new Threads(),
          new VirtualThreads(),
          new Records(),
          new Scrapes());

  private Scale() {}

  /**
   * @param arguments the report to write, the agent's jar, the home of a JDK with virtual threads
   *     or nothing, then {@code --quick} and names of measures as wanted; no name stands for all
   */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    boolean quick = false;
    List<Measure> chosen = new ArrayList<>();
    for (int i = 3; i < arguments.length; i++) {
      if (arguments[i].equals("--quick")) {
        quick = true;
      } else {
        chosen.add(named(arguments[i]));
      }
    }
    Path folder = Files.createDirectories(file.resolveSibling("scale"));
    Report report = new Report(file, folder, quick);
    try (Sink sink = new Sink()) {
      Lab lab = new Lab(folder, Path.of(arguments[1]), arguments[2], sink, quick);
      for (Measure measure : chosen.isEmpty() ? MEASURES : chosen) {
        measure.run(lab, report);
        report.write();
      }
    }
    System.out.println(Files.readString(file));
  }

  private static Measure named(String name) throws IOException {
    for (Measure measure : MEASURES) {
      if (measure.name().equals(name)) {
        return measure;
      }
    }
    throw new IOException(
        "No measure " + name + "; there are " + MEASURES.stream().map(Measure::name).toList());
  }
}
