package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes of an application, as Spring MVC tells them to Tomcat. */
final class Routes implements Measure {
  @Override
  public String name() {
    return "routes";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps = lab.steps(10, 100, 1_000, 10_000, 100_000);
    Samples samples = lab.plan(name(), RoutesWork.class).run(steps, Lab.NONE, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("no agent, known", samples.curve(Lab.NONE, "known"));
    curves.put("Sonde, known", samples.curve(Lab.SONDE, "known"));
    curves.put("no agent, first request", samples.curve(Lab.NONE, "first"));
    curves.put("Sonde, first request", samples.curve(Lab.SONDE, "first"));
    report.heading("Routes");
    report.line(
        "Tomcat 10.1 is handed requests behind its connector; the servlet names the route as Spring"
            + " MVC does. First, a request to each route, then requests to all of them in turns."
            + " The agent only records. Beyond 2,000 series of a metric (the default limit) all"
            + " share one.");
    report.chart(name(), "A request", "routes", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("routes", Long::toString),
            samples.nanos(Lab.NONE, "known"),
            samples.nanos(Lab.SONDE, "known"),
            samples.nanos(Lab.NONE, "first"),
            samples.nanos(Lab.SONDE, "first"),
            new Report.Column("live heap added", n -> Report.bytes(samples.added(n, "heap")))));
    report.verdict("flat", curves);
    report.heapVerdict(samples, "heap");
  }
}
