package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans offered at a rate, until the queue does not take all of them any more. */
final class Records implements Measure {
  /** A rate that nobody reaches. */
  static final long AS_FAST_AS_POSSIBLE = 10_000_000;

  /** The queue's limit, and what the agent holds besides: classes, a batch and its request. */
  private static final double HEAP_BOUND = (8 + 3) * (1 << 20);

  @Override
  public String name() {
    return "records";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps =
        lab.steps(1_000, 3_000, 10_000, 30_000, 100_000, 200_000, 400_000, AS_FAST_AS_POSSIBLE);
    Samples samples =
        lab.plan(name(), RecordsWork.class)
            .exports()
            .setting("otel.bsp.schedule.delay", 500)
            .run(steps, Lab.NONE, Lab.SONDE);
    Curve delivered = new Curve();
    Curve dropped = new Curve();
    Curve cpu = new Curve();
    long firstDrop = 0;
    double most = 0;
    for (long step : samples.steps()) {
      double offered = samples.get(Lab.SONDE, step, "offered");
      most = Math.max(most, samples.get(Lab.SONDE, step, "delivered"));
      delivered.add(offered, samples.get(Lab.SONDE, step, "delivered"));
      dropped.add(offered, samples.get(Lab.SONDE, step, "dropped"));
      cpu.add(offered, samples.get(Lab.SONDE, step, "cpu"));
      if (firstDrop == 0 && samples.get(Lab.SONDE, step, "dropped") > 0) {
        firstDrop = Math.round(offered);
      }
    }
    Map<String, Curve> rates = new LinkedHashMap<>();
    rates.put("delivered", delivered);
    rates.put("dropped", dropped);
    report.heading("Spans per second");
    report.line(
        "One thread executes SQL of a driver that does nothing at a fixed rate (the last: as fast"
            + " as it can), in bursts of a millisecond. Spans go by OTLP to a collector in another"
            + " JVM of this machine; the queue has its default size (8,192 spans, 8 MiB), a batch"
            + " waits for at most 500 ms. Counts are the"
            + " agent's own account after everything was sent; processor time is the process's.");
    report.chart(name(), "Spans", "offered/s", "spans/s", rates);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("rate", n -> n == AS_FAST_AS_POSSIBLE ? "any" : Long.toString(n)),
            rate(samples, "offered"),
            rate(samples, "delivered"),
            rate(samples, "dropped"),
            new Report.Column(
                "dropped",
                n ->
                    Report.number(
                        "%.1f %%",
                        100
                            * samples.get(Lab.SONDE, n, "dropped")
                            / samples.get(Lab.SONDE, n, "offered"))),
            new Report.Column(
                "CPU us a span added", n -> Report.number("%.2f", samples.added(n, "cpu") / 1000)),
            new Report.Column(
                "live heap added under load", n -> Report.bytes(samples.added(n, "heap")))));
    double last = samples.get(Lab.SONDE, steps[steps.length - 1], "delivered");
    report.item(
        firstDrop == 0
            ? "nothing was dropped"
            : "**the queue drops** from "
                + firstDrop
                + " offered a second on (of the rates tried)");
    report.item(
        Report.number("delivered at most %.0f a second", most)
            + Report.number(", at the highest rate %.0f %% of that", 100 * last / most));
    Map<String, Curve> costs = new LinkedHashMap<>();
    costs.put("processor time of a span offered", cpu);
    report.verdict("flat", costs);
    report.heapVerdict(samples, "heap", HEAP_BOUND);
  }

  private static Report.Column rate(Samples samples, String figure) {
    return new Report.Column(
        figure + "/s", n -> Report.number("%.0f", samples.get(Lab.SONDE, n, figure)));
  }
}
