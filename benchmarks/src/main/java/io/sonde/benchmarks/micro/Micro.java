package io.sonde.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and tells their medians. Many short iterations: where something else runs on
 * the machine, the mean of few long ones is what that something was doing.
 */
public final class Micro {
  private Micro() {}

  /**
   * @param arguments the file to write the table to, then patterns of benchmarks
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(2)
            .warmupIterations(4)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(15)
            .measurementTime(TimeValue.milliseconds(200))
            .addProfiler(GCProfiler.class);
    for (int i = 1; i < arguments.length; i++) {
      options.include(arguments[i]);
    }
    String table = table(new Runner(options.build()).run());
    System.out.println(table);
    Files.writeString(Path.of(arguments[0]), table);
  }

  private static String table(Collection<RunResult> results) {
    StringBuilder text = new StringBuilder();
    text.append("JDK ").append(System.getProperty("java.vm.version")).append("\n\n");
    text.append("| benchmark | median ns | fastest ns | B |\n|---|--:|--:|--:|\n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      String sampled = result.getParams().getParam("sampled");
      String name = result.getParams().getBenchmark();
      text.append(
          String.format(
              "| %s%s | %.0f | %.0f | %.0f |%n",
              name.substring(Micro.class.getPackageName().length() + 1),
              sampled == null ? "" : sampled.equals("true") ? ", sampled" : ", not sampled",
              time.getStatistics().getPercentile(50),
              time.getStatistics().getMin(),
              result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
    }
    return text.toString();
  }
}
