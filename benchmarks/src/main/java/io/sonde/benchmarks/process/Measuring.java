package io.sonde.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the variants in one setting, round by round: each has new processes. */
final class Measuring {
  private final Setting setting;
  private final Options options;
  private final Bench bench;
  private final Samples samples;
  private final Progress progress;
  private final UnderLoad load;
  private final List<Variant> order;

  Measuring(Setting setting, Options options, Bench bench, Samples samples) throws IOException {
    this.setting = setting;
    this.options = options;
    this.bench = bench;
    this.samples = samples;
    progress = new Progress(setting.title());
    load = new UnderLoad(setting, bench, options, progress);
    order = new ArrayList<>(options.variants());
  }

  void round(int round) throws Exception {
    progress.round("round " + round + " of " + options.rounds());
    if (options.start()) {
      samples.next();
      for (Variant variant : order) {
        if (variant.startsByItself()) {
          progress.tell(variant.title + ", start");
          progress.attempt(variant, () -> Startup.measure(setting, variant, bench, samples));
        }
      }
    }
    if (options.load()) {
      load.measure(order.stream().filter(variant -> variant != Variant.EMPTY).toList(), samples);
    }
    Collections.rotate(order, -1); // another one begins each round
    progress.end();
  }
}
