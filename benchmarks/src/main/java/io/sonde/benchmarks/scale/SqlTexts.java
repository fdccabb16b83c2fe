package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Distinct SQL texts, each of another table. */
final class SqlTexts implements Measure {
  @Override
  public String name() {
    return "sql";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps = lab.steps(10, 100, 1_000, 10_000, 100_000, 1_000_000);
    Samples samples = lab.plan(name(), SqlTextsWork.class).run(steps, Lab.NONE, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("Sonde, text", samples.curve(Lab.SONDE, "text"));
    curves.put("Sonde, prepared", samples.curve(Lab.SONDE, "prepared"));
    curves.put("Sonde, first", samples.curve(Lab.SONDE, "first"));
    curves.put("no agent, prepared", samples.curve(Lab.NONE, "prepared"));
    report.heading("Distinct SQL texts");
    report.line(
        "A driver that does nothing executes texts of about 100 characters, each of another table:"
            + " once for the first time, then all of them in turns; and prepares, executes and"
            + " closes them. The agent only records. It keeps the analysis of up to 4,096 texts, and"
            + " 2,000 series (the default limit).");
    report.chart(name(), "An execution", "distinct texts", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("texts", Long::toString),
            samples.nanos(Lab.SONDE, "first"),
            samples.nanos(Lab.SONDE, "text"),
            samples.nanos(Lab.NONE, "prepared"),
            samples.nanos(Lab.SONDE, "prepared"),
            new Report.Column("live heap added", n -> Report.bytes(samples.added(n, "heap")))));
    report.verdict("flat", curves);
    report.heapVerdict(samples, "heap");
  }
}
