package io.sonde.benchmarks.micro;

import io.sonde.benchmarks.micro.woven.Woven.Agent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The results as Markdown: a table of what the agent adds, one of its core, one of its encoders.
 */
final class Tables {
  private static final String PACKAGE = Micro.class.getPackageName() + ".";

  private static final List<Agent> ADDING = List.of(Agent.SAMPLED, Agent.NOT_SAMPLED);

  private final Map<String, Map<Agent, RunResult>> woven = new LinkedHashMap<>();
  private final List<RunResult> core = new ArrayList<>();
  private final List<RunResult> encoders = new ArrayList<>();

  /** Adds what was measured of woven libraries. */
  void addWoven(Agent agent, Collection<RunResult> results) {
    for (RunResult result : results) {
      woven.computeIfAbsent(name(result), name -> new EnumMap<>(Agent.class)).put(agent, result);
    }
  }

  /** Adds what needs no agent. */
  void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      (result.getSecondaryResults().containsKey("written") ? encoders : core).add(result);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("JDK ").append(System.getProperty("java.vm.version")).append('\n');
    if (!woven.isEmpty()) {
      text.append("\nOne call: median ns (fastest), and bytes that all threads allocate:\n\n")
          .append("| call | ns alone | sampled adds | not sampled adds |")
          .append(" B alone | sampled adds | not sampled adds |\n|---|--:|--:|--:|--:|--:|--:|\n");
      woven.forEach((name, row) -> row(text, name, cells(row)));
    }
    if (!core.isEmpty()) {
      text.append("\nThe core beside the OpenTelemetry SDK, one operation:\n\n")
          .append("| benchmark | median ns | fastest ns | B |\n|---|--:|--:|--:|\n");
      for (RunResult result : core) {
        row(text, name(result), median(result), fastest(result), allocated(result));
      }
    }
    if (!encoders.isEmpty()) {
      text.append("\nEncoders, one record:\n\n")
          .append("| encoder | median ns | fastest ns | B allocated | B written |\n")
          .append("|---|--:|--:|--:|--:|\n");
      for (RunResult result : encoders) {
        double written = result.getSecondaryResults().get("written").getStatistics().getMean();
        row(text, name(result), median(result), fastest(result), allocated(result), written);
      }
    }
    return text.toString();
  }

  /** Medians, with the fastest iterations in brackets. */
  private static String[] cells(Map<Agent, RunResult> row) {
    RunResult alone = row.get(Agent.NONE);
    List<String> cells = new ArrayList<>();
    cells.add(number(median(alone)) + " (" + number(fastest(alone)) + ")");
    for (Agent agent : ADDING) {
      RunResult with = row.get(agent);
      cells.add(
          number(median(with) - median(alone))
              + " ("
              + number(fastest(with) - fastest(alone))
              + ")");
    }
    cells.add(number(allocated(alone)));
    for (Agent agent : ADDING) {
      cells.add(number(allocated(row.get(agent)) - allocated(alone)));
    }
    return cells.toArray(new String[0]);
  }

  private static String number(double value) {
    // Tenths where whole numbers would say nothing.
    boolean small = Math.abs(value) >= 0.05 && Math.abs(value) < 10;
    return String.format(Locale.ROOT, small ? "%.1f" : "%.0f", value);
  }

  private static void row(StringBuilder text, String name, String... cells) {
    text.append("| ").append(name);
    for (String cell : cells) {
      text.append(" | ").append(cell);
    }
    text.append(" |\n");
  }

  private static void row(StringBuilder text, String name, double... cells) {
    row(text, name, DoubleStream.of(cells).mapToObj(Tables::number).toArray(String[]::new));
  }

  private static String name(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark().substring(PACKAGE.length());
    StringBuilder text = new StringBuilder(name.replaceFirst("^(woven|encode)\\.", ""));
    for (String key : params.getParamsKeys()) {
      String value = params.getParam(key);
      text.append(", ")
          .append(value.equals("true") ? key : value.equals("false") ? "not " + key : value);
    }
    return text.toString().replace("Benchmark.", " ").replace(", none", "");
  }

  private static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static double fastest(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    return time.getStatistics().getMin();
  }

  private static double allocated(RunResult result) {
    return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
  }
}
