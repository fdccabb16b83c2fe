package io.sonde.benchmarks.process;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request costs: the application has a processor of its own, the load, the sink and Redis
 * share the other.
 */
final class UnderLoad {
  /** Of the rate that no agent saturates at. */
  static final double FIXED_RATE = 0.6;

  private final Setting setting;
  private final Bench bench;
  private final double seconds;
  private final double warmUpSeconds;
  private final Map<String, Double> fixedRates = new HashMap<>();

  /**
   * @param seconds for each measurement
   * @param warmUpSeconds for each page
   */
  UnderLoad(Setting setting, Bench bench, double seconds, double warmUpSeconds) {
    this.setting = setting;
    this.bench = bench;
    this.seconds = seconds;
    this.warmUpSeconds = warmUpSeconds;
  }

  /** Finds the fixed rates: those of the whole run, so that latencies compare. */
  void calibrate() throws Exception {
    try (Target target = start(Variant.NONE);
        Load load = new Load(target.port)) {
      warmUp(target, load);
      for (Application.Page page : setting.application().pages) {
        fixedRates.put(page.name(), FIXED_RATE * load.closed(page.path(), seconds).rate());
      }
    }
  }

  void measure(Variant variant, Samples samples) throws Exception {
    try (Target target = start(variant);
        Load load = new Load(target.port)) {
      warmUp(target, load);
      try (Management management = new Management(target.pid())) {
        for (Application.Page page : setting.application().pages) {
          // What was compiled for another page is compiled anew for this one.
          load.closed(page.path(), seconds);
          awaitSilence();
          closed(page, variant, target, load, management, samples);
          double cpuBefore = target.cpuSeconds();
          Load.Result fixed = load.atRate(page.path(), fixedRates.get(page.name()), seconds);
          double cpu = target.cpuSeconds() - cpuBefore;
          samples.add(variant, page.name() + " fixed cpu", 1e6 * cpu / fixed.requests());
          samples.add(variant, page.name() + " fixed p50", fixed.microseconds(50));
          samples.add(variant, page.name() + " fixed p99", fixed.microseconds(99));
          samples.add(variant, page.name() + " fixed p99.9", fixed.microseconds(99.9));
        }
        samples.add(variant, "heap after load", management.liveHeapMegabytes());
        samples.add(variant, "rss after load", target.residentMegabytes());
      }
    }
  }

  private void closed(
      Application.Page page,
      Variant variant,
      Target target,
      Load load,
      Management management,
      Samples samples)
      throws Exception {
    long toldBefore = bench.sink().requests();
    long bytesBefore = management.allocatedBytes();
    double cpuBefore = target.cpuSeconds();
    Load.Result result = load.closed(page.path(), seconds);
    double cpu = target.cpuSeconds() - cpuBefore;
    long bytes = management.allocatedBytes() - bytesBefore;
    samples.add(variant, page.name() + " rate", result.rate());
    samples.add(variant, page.name() + " busy", 100 * cpu / result.seconds());
    samples.add(variant, page.name() + " cpu", 1e6 * cpu / result.requests());
    samples.add(variant, page.name() + " bytes", (double) bytes / result.requests());
    samples.add(variant, page.name() + " p50", result.microseconds(50));
    samples.add(variant, page.name() + " p99", result.microseconds(99));
    samples.add(variant, page.name() + " p99.9", result.microseconds(99.9));
    if (variant.recordsAll()) {
      awaitSilence();
      long told = bench.sink().requests() - toldBefore;
      samples.add(variant, page.name() + " delivered", 100.0 * told / result.requests());
    }
  }

  private Target start(Variant variant) throws IOException, InterruptedException {
    Target target = new Target(setting, variant, bench, "-XX:ActiveProcessorCount=1");
    target.awaitAnswer(setting.application().pages.get(0).path());
    return target;
  }

  /**
   * Until hardly anything is compiled any more, which takes an agent longer than no agent. The
   * compiler may use all processors for that. Three times, as what one page compiles is of use to
   * the others.
   */
  private void warmUp(Target target, Load load) throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      for (Application.Page page : setting.application().pages) {
        load.closed(page.path(), warmUpSeconds / 3);
      }
    }
    target.pin();
  }

  /** Until the sink is told of nothing any more: agents wait up to five seconds for a batch. */
  private void awaitSilence() throws InterruptedException {
    long told = bench.sink().requests();
    for (int quiet = 0; quiet < 12; quiet++) {
      Thread.sleep(500);
      if (bench.sink().requests() != told) {
        told = bench.sink().requests();
        quiet = 0;
      }
    }
  }
}
