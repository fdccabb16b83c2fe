package io.sonde.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request costs. All variants run at the same time, warmed up, and take turns of a few
 * seconds at being asked: what the machine is worth changes by a third within minutes. The
 * application has a processor of its own; the load, the sink and Redis share the other.
 */
final class UnderLoad {
  /** Of the rate that no agent saturates at. */
  private static final double FIXED_RATE = 0.6;

  private static final double LEAD_SECONDS = 1;

  /** Of the processor time of a pass, the compiler's, when the application is warm. */
  private static final double WARM = 0.02;

  /** Between passes: a process that is busy for a minute has Sonde drop its spans and logs. */
  private static final long REST_MILLIS = 10_000;

  /** After a pass of which nothing was exported: until it is idle, and a minute, it is dropped. */
  private static final long LONG_REST_MILLIS = 90_000;

  private static final int FEWEST_PASSES = 3;
  private static final int MOST_PASSES = 15;

  /** A way of asking for a page. */
  private interface Asking {
    Load.Result ask(Load load, double seconds) throws IOException;
  }

  private final Setting setting;
  private final Bench bench;
  private final Options options;
  private final Progress progress;
  private final Map<String, Double> fixedRates = new HashMap<>();

  UnderLoad(Setting setting, Bench bench, Options options, Progress progress) {
    this.setting = setting;
    this.bench = bench;
    this.options = options;
    this.progress = progress;
  }

  /**
   * @param order in which the variants take turns first
   */
  void measure(List<Variant> order, Samples samples) throws Exception {
    Map<Variant, Target> targets = new EnumMap<>(Variant.class);
    try {
      for (Variant variant : order) {
        progress.attempt(
            variant,
            () -> {
              Target target = new Target(setting, variant, bench, "-XX:ActiveProcessorCount=1");
              targets.put(variant, target);
              target.awaitAnswer(setting.application().pages.get(0).path());
              warmUp(variant, target);
            });
      }
      findRates(targets.get(Variant.NONE));
      for (Application.Page page : setting.application().pages) {
        takeTurns(page, order, targets, samples);
      }
      for (Variant variant : order) {
        progress.tell(variant.title + ", what it delivers, allocates and holds");
        progress.attempt(variant, () -> afterwards(variant, targets.get(variant), samples));
      }
    } finally {
      for (Target target : targets.values()) {
        target.close();
      }
    }
  }

  /**
   * Until hardly anything is compiled any more, which takes an agent longer than no agent, and a
   * slow machine longer than a fast one. The compiler may use all processors for that. In passes
   * over all pages, as what one page compiles is of use to the others. An agent has to export, or
   * what does that would be compiled later.
   */
  private void warmUp(Variant variant, Target target) throws IOException, InterruptedException {
    try (Load load = new Load(target.port)) {
      double compiler = 1;
      boolean exports = false;
      for (int pass = 1;
          pass <= FEWEST_PASSES || (pass <= MOST_PASSES && (compiler > WARM || !exports));
          pass++) {
        progress.tell(variant.title + ", warm-up, pass " + pass);
        long toldBefore = bench.sink().requests();
        ThreadTimes before = ThreadTimes.of(target.pid());
        for (Application.Page page : setting.application().pages) {
          load.closed(page.path(), options.warmUp() / FEWEST_PASSES);
        }
        ThreadTimes after = ThreadTimes.of(target.pid());
        compiler = after.compilerSince(before) / after.since(before);
        exports = !variant.exports() || bench.sink().requests() > toldBefore;
        Thread.sleep(exports ? REST_MILLIS : LONG_REST_MILLIS);
      }
      if (compiler > WARM) {
        progress.warn(
            "%s is not warm: %.0f %% of its time is the compiler's", variant.title, 100 * compiler);
      }
      if (!exports) {
        progress.warn("%s is not warm: it exports nothing", variant.title);
      }
    }
    target.pin();
  }

  /** Once for the whole run, so that latencies compare. */
  private void findRates(Target noAgent) throws IOException {
    for (Application.Page page : setting.application().pages) {
      if (!fixedRates.containsKey(page.name())) {
        try (Load load = new Load(noAgent.port)) {
          double rate = load.closed(page.path(), options.seconds()).rate();
          fixedRates.put(page.name(), FIXED_RATE * rate);
        }
      }
    }
  }

  private void takeTurns(
      Application.Page page, List<Variant> order, Map<Variant, Target> targets, Samples samples)
      throws Exception {
    Asking closed = (load, seconds) -> load.closed(page.path(), seconds);
    double fixedRate = fixedRates.get(page.name());
    Asking atRate = (load, seconds) -> load.atRate(page.path(), fixedRate, seconds);
    List<Variant> turns = new ArrayList<>(order);
    for (int turn = 1; turn <= options.turns(); turn++) {
      samples.next();
      progress.tell(page.name() + ", turn " + turn + " of " + options.turns());
      askAll(turns, targets, closed, page.name(), samples);
      askAll(turns, targets, atRate, page.name() + " fixed", samples);
      Collections.rotate(turns, -1); // another one begins each turn
    }
  }

  private void askAll(
      List<Variant> turns,
      Map<Variant, Target> targets,
      Asking asking,
      String what,
      Samples samples)
      throws Exception {
    for (Variant variant : turns) {
      progress.attempt(variant, () -> ask(targets.get(variant), asking, what, variant, samples));
    }
  }

  private void ask(Target target, Asking asking, String what, Variant variant, Samples samples)
      throws IOException {
    try (Load load = new Load(target.port)) {
      // Until caches are its own, and what the one before had left to export is gone.
      asking.ask(load, LEAD_SECONDS);
      ThreadTimes before = ThreadTimes.of(target.pid());
      Load.Result result = asking.ask(load, options.seconds());
      ThreadTimes after = ThreadTimes.of(target.pid());
      samples.add(variant, what + " rate", result.rate());
      samples.add(variant, what + " cpu", after.since(before) / result.requests());
      samples.add(variant, what + " compiler", after.compilerSince(before) / result.requests());
      samples.add(variant, what + " p50", result.microseconds(50));
      samples.add(variant, what + " p99", result.microseconds(99));
      samples.add(variant, what + " p99.9", result.microseconds(99.9));
    }
  }

  /** Apart from the turns: they must not wait, and JMX is something more in the JVM. */
  private void afterwards(Variant variant, Target target, Samples samples) throws Exception {
    List<Application.Page> pages = setting.application().pages;
    try (Load load = new Load(target.port)) {
      if (variant.recordsAll()) {
        awaitSilence();
        long toldBefore = bench.sink().requests();
        Load.Result result = load.closed(pages.get(0).path(), options.seconds());
        awaitSilence();
        double told = bench.sink().requests() - toldBefore;
        samples.add(variant, "delivered", 100.0 * told / result.requests());
      }
      samples.add(variant, "rss after load", target.residentMegabytes());
      try (Management management = new Management(target.pid())) {
        for (Application.Page page : pages) {
          load.closed(page.path(), LEAD_SECONDS);
          long bytesBefore = management.allocatedBytes();
          Load.Result result = load.closed(page.path(), options.seconds());
          double bytes = management.allocatedBytes() - bytesBefore;
          samples.add(variant, page.name() + " bytes", bytes / result.requests());
        }
        samples.add(variant, "heap after load", management.liveHeapMegabytes());
      }
    }
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
