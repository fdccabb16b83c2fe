package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Platform threads that do the same at the same time. */
final class Threads implements Measure {
  @Override
  public String name() {
    return "threads";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps = lab.steps(1, 2, 4, 8, 16, 32, 64);
    Samples samples = lab.plan(name(), ThreadsWork.class).exports().run(steps, Lab.NONE, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("Sonde, JDBC", samples.curve(Lab.SONDE, "jdbc"));
    curves.put("Sonde, log event", samples.curve(Lab.SONDE, "log"));
    curves.put("Sonde, histogram", samples.curve(Lab.SONDE, "histogram"));
    curves.put("no agent, log event", samples.curve(Lab.NONE, "log"));
    curves.put("no agent, JDBC", samples.curve(Lab.NONE, "jdbc"));
    report.heading("Threads");
    report.line(
        "The same number of operations is done by that many threads, as fast as they can: one SQL"
            + " text of a driver that does nothing, a Logback event for an appender that does"
            + " nothing, a duration into one series. Processor time of these threads for one"
            + " operation. Everything is exported; what the queues do not take is dropped.");
    report.chart(name(), "An operation", "threads", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("threads", Long::toString),
            samples.nanos(Lab.NONE, "jdbc"),
            samples.nanos(Lab.SONDE, "jdbc"),
            samples.nanos(Lab.NONE, "log"),
            samples.nanos(Lab.SONDE, "log"),
            samples.nanos(Lab.SONDE, "histogram"),
            samples.nanos(Lab.SONDE, "overflow"),
            new Report.Column("live heap added", n -> Report.bytes(samples.added(n, "heap")))));
    curves.put("Sonde, histogram beyond its limit", samples.curve(Lab.SONDE, "overflow"));
    report.verdict("flat", curves);
    report.heapVerdict(samples, "heap");
  }
}
