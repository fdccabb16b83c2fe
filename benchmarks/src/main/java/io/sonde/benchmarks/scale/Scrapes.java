package io.sonde.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series of one histogram that a scrape has to tell. */
final class Scrapes implements Measure {
  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long[] steps = lab.steps(10, 100, 1_000, 2_000, 10_000, 30_000, 100_000);
    Samples samples =
        lab.plan(name(), ScrapesWork.class)
            .exports()
            .heap("8g")
            .setting("sonde.metrics.cardinality-limit", 1_000_000)
            .run(steps, Lab.SONDE);
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("scrape, text", samples.curve(Lab.SONDE, "textNanos"));
    curves.put("scrape, text, gzip", samples.curve(Lab.SONDE, "gzipNanos"));
    curves.put("scrape, protobuf", samples.curve(Lab.SONDE, "protobufNanos"));
    curves.put("making the series", samples.curve(Lab.SONDE, "createNanos"));
    report.heading("`/metrics`");
    report.line(
        "That many series of `http.server.request.duration`, a route each, with two durations in"
            + " them; the limit of series is raised (it is 2,000 by default). Processor time and"
            + " allocations of the thread that answers the scrape, median of some.");
    report.chart(name(), "/metrics", "series", "CPU ns", curves);
    report.table(
        samples.steps(),
        List.of(
            new Report.Column("series", Long::toString),
            millis(samples, "createNanos", "made in"),
            millis(samples, "textNanos", "text"),
            millis(samples, "gzipNanos", "gzip"),
            millis(samples, "protobufNanos", "protobuf"),
            bytes(samples, "textBytes", "text"),
            bytes(samples, "gzipBytes", "gzip"),
            bytes(samples, "protobufBytes", "protobuf"),
            bytes(samples, "textAllocated", "allocated for text"),
            bytes(samples, "heap", "live heap"),
            new Report.Column(
                "live heap a series",
                n ->
                    Report.bytes(
                        (samples.get(Lab.SONDE, n, "heap")
                                - samples.get(Lab.SONDE, steps[0], "heap"))
                            / (n - steps[0])))));
    curves.put("allocated for text", samples.curve(Lab.SONDE, "textAllocated"));
    report.verdict("linear", curves);
    report.item("live heap: linear by intent, bounded by the limit of series");
  }

  private static Report.Column millis(Samples samples, String figure, String title) {
    return new Report.Column(
        title + ", ms", n -> Report.number("%.2f", samples.get(Lab.SONDE, n, figure) / 1e6));
  }

  private static Report.Column bytes(Samples samples, String figure, String title) {
    return new Report.Column(title, n -> Report.bytes(samples.get(Lab.SONDE, n, figure)));
  }
}
