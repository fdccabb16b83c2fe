package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Classes loaded that are none of the agent's business. */
final class Classes implements Measure {
  @Override
  public String name() {
    return "classes";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps = lab.steps(1_000, 2_000, 5_000, 10_000, 20_000, 50_000);
    Samples samples =
        lab.plan(name(), ClassesWork.class).run(steps, Lab.NONE, Lab.EMPTY, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    for (String variant : List.of(Lab.NONE, Lab.EMPTY, Lab.SONDE)) {
      curves.put(variant, samples.curve(variant, "nanos"));
    }
    report.heading("Classes loaded");
    report.line(
        "Generated classes with eight fields and ten methods each are loaded and initialized by a"
            + " loader that has their bytes at hand: processor time of the loading thread.");
    report.chart(name(), "Loading classes", "classes", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("classes", Long::toString),
            each(samples, Lab.NONE),
            each(samples, Lab.EMPTY),
            each(samples, Lab.SONDE),
            new Report.Column("metaspace added", n -> Report.bytes(samples.added(n, "metaspace"))),
            new Report.Column("live heap added", n -> Report.bytes(samples.added(n, "heap")))));
    report.verdict("linear", curves);
    report.heapVerdict(samples, "heap");
  }

  private static Report.Column each(Samples samples, String variant) {
    return new Report.Column(
        variant + ", us a class",
        n -> Report.number("%.1f", samples.get(variant, n, "nanos") / n / 1000));
  }
}
