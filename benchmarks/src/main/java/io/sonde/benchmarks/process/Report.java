package io.sonde.benchmarks.process;

import io.sonde.benchmarks.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables and charts of one setting. */
final class Report {
  /** A column: its title, what is measured, and digits after the point. */
  private record Column(String title, String measure, int digits) {}

  private static final List<Column> START =
      List.of(
          new Column("wall s", "wall", 2),
          new Column("CPU s", "cpu", 2),
          new Column("CPU s, 4 s later", "cpu later", 2),
          new Column("classes", "classes", 0),
          new Column("metaspace MiB", "metaspace", 1),
          new Column("live heap MiB", "heap", 1),
          new Column("RSS MiB", "rss", 0),
          new Column("threads", "threads", 0));

  private static final List<Column> AFTERWARDS =
      List.of(
          new Column("live heap MiB", "heap after load", 1),
          new Column("RSS MiB", "rss after load", 0),
          new Column("delivered at saturation %", "delivered", 1));

  private final Setting setting;
  private final Samples samples;
  private final Path folder;
  private final List<Variant> variants;

  /**
   * @param folder of the charts
   */
  Report(Setting setting, Samples samples, Path folder) {
    this.setting = setting;
    this.samples = samples;
    this.folder = folder;
    this.variants = List.of(Variant.values()).stream().filter(samples::has).toList();
  }

  static String head() throws IOException {
    return "# What an agent costs\n\n"
        + LocalDate.now(ZoneOffset.UTC)
        + ", "
        + Runtime.version()
        + ", load average at the beginning "
        + Files.readString(Path.of("/proc/loadavg")).replaceAll(" [^ ]+ [^ ]+\n", "")
        + ".\nMedians of the turns; in brackets what is added to no agent, the median of the"
        + " differences within a turn.\n";
  }

  String text() throws IOException {
    StringBuilder text = new StringBuilder("\n## " + setting.title() + "\n");
    if (!Double.isNaN(samples.median(Variant.NONE, "wall"))) {
      text.append("\n### Start, to the first answered request\n\n").append(table(START));
      chart(text, "start", "CPU seconds added at the start", "s", List.of("cpu"), List.of("CPU"));
    }
    List<Application.Page> pages = setting.application().pages;
    if (!Double.isNaN(samples.median(Variant.NONE, pages.get(0).name() + " rate"))) {
      for (Application.Page page : pages) {
        text.append("\n### ").append(page.name()).append("\n\n").append(table(columns(page)));
      }
      text.append("\n### After the load\n\n").append(table(AFTERWARDS));
      List<String> names = pages.stream().map(Application.Page::name).toList();
      List<String> cpu = names.stream().map(name -> name + " cpu").toList();
      List<String> bytes = names.stream().map(name -> name + " bytes").toList();
      chart(text, "cpu", "CPU added to a request", "microseconds", cpu, names);
      chart(text, "bytes", "Bytes allocated more for a request", "bytes", bytes, names);
    }
    if (setting.application() == Application.SERVICE) {
      text.append("\n### The budget\n\n").append(new Budget(samples).table());
    }
    return text.toString();
  }

  private static List<Column> columns(Application.Page page) {
    return List.of(
        new Column("requests/s", page.name() + " rate", 0),
        new Column("CPU us", page.name() + " cpu", 1),
        new Column("of it compiler", page.name() + " compiler", 1),
        new Column("bytes", page.name() + " bytes", 0),
        new Column("p50 us", page.name() + " p50", 0),
        new Column("p99 us", page.name() + " p99", 0),
        new Column("p99.9 us", page.name() + " p99.9", 0),
        new Column("fixed rate: CPU us", page.name() + " fixed cpu", 1),
        new Column("p50 us", page.name() + " fixed p50", 0),
        new Column("p99 us", page.name() + " fixed p99", 0),
        new Column("p99.9 us", page.name() + " fixed p99.9", 0));
  }

  private String table(List<Column> columns) {
    StringBuilder table = new StringBuilder("| |");
    columns.forEach(column -> table.append(' ').append(column.title()).append(" |"));
    table.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
    for (Variant variant : variants) {
      StringBuilder row = new StringBuilder("| " + variant.title + " |");
      columns.forEach(column -> row.append(' ').append(cell(variant, column)).append(" |"));
      if (row.chars().anyMatch(c -> c == '(') || variant == Variant.NONE) {
        table.append(row).append('\n');
      }
    }
    return table.toString();
  }

  private String cell(Variant variant, Column column) {
    double median = samples.median(variant, column.measure());
    if (Double.isNaN(median)) {
      return "";
    }
    String value = number(median, column.digits());
    double added = samples.added(variant, column.measure());
    return variant == Variant.NONE || Double.isNaN(added)
        ? value
        : value + " (" + number(added, column.digits()) + ")";
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private void chart(
      StringBuilder text,
      String name,
      String title,
      String unit,
      List<String> measures,
      List<String> groups)
      throws IOException {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (Variant variant : variants) {
      List<Double> added = measures.stream().map(m -> samples.added(variant, m)).toList();
      if (variant != Variant.NONE && added.stream().noneMatch(value -> value.isNaN())) {
        series.put(variant.title, added);
      }
    }
    String file = (setting.title() + " " + name).replaceAll("[^A-Za-z0-9.]+", "-") + ".png";
    Chart.bars(folder.resolve(file), title + ", " + setting.title(), unit, groups, series);
    text.append("\n![").append(title).append("](run/").append(file).append(")\n");
  }
}
