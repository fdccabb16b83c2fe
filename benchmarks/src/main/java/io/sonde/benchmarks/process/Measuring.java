package io.sonde.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the variants in one setting, round by round. */
final class Measuring {
  private final Setting setting;
  private final Options options;
  private final Bench bench;
  private final Samples samples;
  private final UnderLoad load;
  private final List<Variant> order;

  Measuring(Setting setting, Options options, Bench bench, Samples samples) throws Exception {
    this.setting = setting;
    this.options = options;
    this.bench = bench;
    this.samples = samples;
    load = new UnderLoad(setting, bench, options.seconds(), options.warmUp());
    order = new ArrayList<>(options.variants());
    if (options.load()) {
      progress("finding the rates without an agent");
      load.calibrate();
    }
  }

  /** A variant that fails is told and has no value in this round. */
  void round(int round) throws Exception {
    samples.nextRound();
    for (Variant variant : order) {
      String turn = "round " + round + " of " + options.rounds() + ": " + variant.title;
      try {
        if (options.start() && variant.startsByItself()) {
          progress(turn + ", start");
          Startup.measure(setting, variant, bench, samples);
        }
        if (options.load() && variant != Variant.EMPTY) {
          progress(turn + ", load");
          load.measure(variant, samples);
        }
      } catch (IOException failed) {
        System.err.println("\n" + variant.title + ": " + failed.getMessage());
      }
    }
    Collections.rotate(order, -1); // another one begins each round
    progress("");
  }

  private void progress(String step) throws IOException {
    System.err.printf("\r\033[K%s: %s", setting.title(), step);
  }
}
