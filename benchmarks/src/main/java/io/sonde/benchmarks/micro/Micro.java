package io.sonde.benchmarks.micro;

import io.sonde.benchmarks.micro.woven.Woven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
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
  private static final String WOVEN = "^" + Woven.class.getPackageName() + "\\.";
  private static final String NOT_WOVEN = "^(?!" + Woven.class.getPackageName() + "\\.)";

  private final Path agent;
  private final boolean quick;
  private final List<String> patterns;

  private Micro(Path agent, boolean quick, List<String> patterns) {
    this.agent = agent;
    this.quick = quick;
    this.patterns = patterns;
  }

  /**
   * @param arguments the file to write the table to and the agent's jar; then {@code --quick} for
   *     figures that only show that everything works, and patterns of benchmarks
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    List<String> rest = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
    boolean quick = rest.remove("--quick");
    Micro micro = new Micro(Path.of(arguments[1]), quick, rest);
    Tables tables = new Tables();
    for (Woven.Agent with : Woven.Agent.values()) {
      tables.addWoven(with, micro.run(NOT_WOVEN, micro.jvmArguments(with)));
    }
    tables.add(micro.run(WOVEN));
    String text = tables.text();
    System.out.println(text);
    Files.writeString(Path.of(arguments[0]), text);
  }

  private Collection<RunResult> run(String excluded, String... jvmArguments)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(quick ? 1 : 2)
            .warmupIterations(quick ? 2 : 4)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(quick ? 5 : 15)
            .measurementTime(TimeValue.milliseconds(200))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .exclude(excluded)
            .jvmArgsAppend(jvmArguments);
    for (String pattern : patterns) {
      options.include(pattern);
    }
    try {
      return new Runner(options.build()).run();
    } catch (NoBenchmarksException e) {
      // The patterns name others.
      return List.of();
    }
  }

  /** With the agent, all is as it comes, but for exporters: {@link Woven} has its own. */
  private String[] jvmArguments(Woven.Agent with) {
    String name = "-D" + Woven.AGENT + "=" + with;
    if (with == Woven.Agent.NONE) {
      return new String[] {name};
    }
    String none = "otel.traces.exporter=none;otel.metrics.exporter=none;otel.logs.exporter=none";
    String sampler = with == Woven.Agent.SAMPLED ? "always_on" : "always_off";
    return new String[] {
      name, "-javaagent:" + agent + "=" + none + ";otel.traces.sampler=parentbased_" + sampler
    };
  }
}
