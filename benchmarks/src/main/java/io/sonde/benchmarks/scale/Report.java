package io.sonde.benchmarks.scale;

import io.sonde.benchmarks.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** The Markdown file, section by section. */
final class Report {
  /** Added heap below it is what any two runs differ by. */
  private static final double HEAP_NOISE = 512 * 1024;

  private final StringBuilder text = new StringBuilder();
  private final Path file;
  private final Path folder;

  /** A column of a table: its title, and what it says of a step. */
  record Column(String title, LongFunction<String> cell) {}

  Report(Path file, Path folder, boolean quick) {
    this.file = file;
    this.folder = folder;
    line("# Cost against work");
    line(
        String.format(
            "JDK %s, %d processors, %s%s. An exponent is the slope in log-log: 0 is flat, 1 linear."
                + " The verdict goes by the last three steps.",
            System.getProperty("java.vm.version"),
            Runtime.getRuntime().availableProcessors(),
            LocalDate.now(),
            quick ? ", quick" : ""));
  }

  void heading(String words) {
    text.append("\n## ").append(words).append("\n\n");
  }

  void line(String words) {
    text.append(words).append("\n\n");
  }

  /** A finding of a list. */
  void item(String words) {
    text.append("- ").append(words).append('\n');
  }

  void table(List<Long> steps, List<Column> columns) {
    columns.forEach(column -> text.append("| ").append(column.title()).append(' '));
    text.append("|\n").append("|--:".repeat(columns.size())).append("|\n");
    for (long step : steps) {
      columns.forEach(column -> text.append("| ").append(column.cell().apply(step)).append(' '));
      text.append("|\n");
    }
    text.append('\n');
  }

  /** Draws the curves that have points, and links the chart. */
  void chart(String name, String title, String x, String y, Map<String, Curve> curves)
      throws IOException {
    Map<String, Chart.Line> lines = new LinkedHashMap<>();
    curves.forEach(
        (curve, points) -> {
          if (!points.isEmpty()) {
            lines.put(curve, points.line());
          }
        });
    Chart.lines(folder.resolve(name + ".png"), title, x, y, lines);
    line("![" + title + "](" + folder.getFileName() + "/" + name + ".png)");
  }

  /**
   * Says how each curve grows.
   *
   * @param allowed {@code flat} for the cost of one of many, {@code linear} for that of all
   */
  void verdict(String allowed, Map<String, Curve> curves) {
    curves.forEach(
        (name, curve) -> {
          String growth = curve.growth();
          boolean worse = allowed.equals("flat") && !growth.equals("flat");
          item(
              String.format(
                  Locale.ROOT,
                  "%s: **%s**, exponent %.2f at the end, %.2f over all",
                  name,
                  worse && growth.equals("linear") ? "worse" : growth,
                  curve.lastExponent(),
                  curve.exponent()));
        });
  }

  /** Says whether what the agent adds to the live heap stops to grow. */
  void heapVerdict(Samples samples, String figure) {
    heapVerdict(samples, figure, 0);
  }

  /**
   * Says whether what the agent adds to the live heap stops to grow.
   *
   * @param bound bytes below which it may grow, for there is a limit that the steps hardly reach
   */
  void heapVerdict(Samples samples, String figure, double bound) {
    List<Long> steps = samples.steps();
    double most = 0;
    Curve added = new Curve();
    for (long step : steps) {
      most = Math.max(most, samples.added(step, figure));
      // Or the logarithm would make much of noise near nothing.
      added.add(step, Math.max(HEAP_NOISE, samples.added(step, figure)));
    }
    item(
        String.format(
            Locale.ROOT,
            "live heap added: **%s**, at most %s, exponent %.2f at the end",
            most <= bound || added.growth().equals("flat") ? "bounded" : "grows",
            bytes(most),
            added.lastExponent()));
  }

  static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return "-";
    }
    if (Math.abs(bytes) < 1024) {
      return number("%.0f B", bytes);
    }
    return Math.abs(bytes) < 1 << 20
        ? number("%.1f KiB", bytes / 1024)
        : number("%.1f MiB", bytes / (1 << 20));
  }

  static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  void write() throws IOException {
    Files.writeString(file, text);
  }
}
