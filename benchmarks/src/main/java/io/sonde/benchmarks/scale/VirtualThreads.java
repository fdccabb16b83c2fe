package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Virtual threads with a span, a blocking point and a log event each. */
final class VirtualThreads implements Measure {
  /** The agent's tables of statements and connections, when as many were open as they hold. */
  private static final double TABLE_BOUND = 2 << 20;

  @Override
  public String name() {
    return "virtual";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    report.heading("Virtual threads");
    if (!lab.hasVirtualThreads()) {
      report.line("Not measured: no JDK with virtual threads was found.");
      return;
    }
    long[] steps = lab.steps(1_000, 3_000, 10_000, 30_000, 100_000);
    Samples samples =
        lab.plan(name(), VirtualThreadsWork.class).virtualThreads().run(steps, Lab.NONE, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("no agent", samples.curve(Lab.NONE, "nanos"));
    curves.put("Sonde", samples.curve(Lab.SONDE, "nanos"));
    report.line(
        "Each executes SQL once; in the execution it sleeps for 1 ms and logs. Processor time of"
            + " the whole process for each, and the live heap while all of them block inside an"
            + " execution. The agent only records.");
    report.chart(name(), "A virtual thread", "virtual threads", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("threads", Long::toString),
            micros(samples, Lab.NONE),
            micros(samples, Lab.SONDE),
            heap(samples, Lab.NONE),
            heap(samples, Lab.SONDE),
            new Report.Column(
                "live heap added when they are over",
                n -> Report.bytes(samples.added(n, "heap")))));
    report.verdict("flat", curves);
    Map<String, Curve> live = new LinkedHashMap<>();
    live.put("live heap added by all while they block", samples.added("blocked"));
    report.verdict("linear", live);
    report.heapVerdict(samples, "heap", TABLE_BOUND);
  }

  private static Report.Column micros(Samples samples, String variant) {
    return new Report.Column(
        variant + ", CPU us each",
        n -> Report.number("%.1f", samples.get(variant, n, "nanos") / 1000));
  }

  private static Report.Column heap(Samples samples, String variant) {
    return new Report.Column(
        variant + ", live heap each", n -> Report.bytes(samples.get(variant, n, "blocked") / n));
  }
}
