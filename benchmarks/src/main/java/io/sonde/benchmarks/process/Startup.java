package io.sonde.benchmarks.process;

import java.util.Map;
import java.util.Map.Entry;

/** From the start of the process to its first answer, on two processors; and what it holds then. */
final class Startup {
  private static final double MEGABYTE = 1024.0 * 1024;

  private Startup() {}

  static void measure(Setting setting, Variant variant, Bench bench, Samples samples)
      throws Exception {
    try (Target target = new Target(setting, variant, bench)) {
      samples.add(variant, "wall", target.awaitAnswer(setting.application().pages.get(0).path()));
      samples.add(variant, "cpu", target.cpuSeconds());
      // What is put off until after the first answer would else look like nothing.
      Thread.sleep(4000);
      samples.add(variant, "cpu later", target.cpuSeconds());
      Map<String, Long> counters = target.counters();
      samples.add(
          variant,
          "classes",
          counters.get("java.cls.loadedClasses") + counters.get("java.cls.sharedLoadedClasses"));
      samples.add(variant, "threads", counters.get("java.threads.live"));
      target.collectGarbage();
      // Only a collection brings these up to date.
      counters = target.counters();
      samples.add(variant, "metaspace", counters.get("sun.gc.metaspace.used") / MEGABYTE);
      samples.add(variant, "heap", usedHeap(counters) / MEGABYTE);
      samples.add(variant, "rss", target.residentMegabytes());
    }
  }

  /** Young and old generation; in whichever spaces a collector keeps them. */
  private static long usedHeap(Map<String, Long> counters) {
    return counters.entrySet().stream()
        .filter(
            counter ->
                counter.getKey().matches("sun\\.gc\\.generation\\.[0-9]+\\.space\\.[0-9]+\\.used"))
        .mapToLong(Entry::getValue)
        .sum();
  }
}
