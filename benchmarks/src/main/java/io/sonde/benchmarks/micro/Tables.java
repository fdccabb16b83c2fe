package io.sonde.benchmarks.micro;

import io.sonde.benchmarks.micro.woven.Woven.Agent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The results as Markdown: a table of what the agent adds, one of its core, one of its encoders.
 */
final class Tables {
  private static final String PACKAGE = Micro.class.getPackageName() + ".";

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
      text.append("\nMedian ns and bytes allocated, by all threads, of one call:\n\n")
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

  private static double[] cells(Map<Agent, RunResult> row) {
    RunResult alone = row.get(Agent.NONE);
    RunResult sampled = row.get(Agent.SAMPLED);
    RunResult notSampled = row.get(Agent.NOT_SAMPLED);
    return new double[] {
      median(alone),
      median(sampled) - median(alone),
      median(notSampled) - median(alone),
      allocated(alone),
      allocated(sampled) - allocated(alone),
      allocated(notSampled) - allocated(alone)
    };
  }

  private static void row(StringBuilder text, String name, double... cells) {
    text.append("| ").append(name);
    for (double cell : cells) {
      // Tenths where whole numbers would say nothing.
      String format = Math.abs(cell) >= 0.05 && Math.abs(cell) < 10 ? " | %.1f" : " | %.0f";
      text.append(String.format(Locale.ROOT, format, cell));
    }
    text.append(" |\n");
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
