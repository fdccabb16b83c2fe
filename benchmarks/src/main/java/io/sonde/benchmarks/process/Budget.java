package io.sonde.benchmarks.process;

import static io.sonde.benchmarks.process.Variant.DATADOG;
import static io.sonde.benchmarks.process.Variant.ELASTIC;
import static io.sonde.benchmarks.process.Variant.OTEL;
import static io.sonde.benchmarks.process.Variant.OTEL_10;
import static io.sonde.benchmarks.process.Variant.SONDE;
import static io.sonde.benchmarks.process.Variant.SONDE_10;

import java.util.List;

/** What the agent may cost, against what it does. A bar that was not measured is left out. */
final class Budget {
  private static final List<String> PAGES = List.of("/hello", "/db", "/redis");

  private final Samples samples;
  private final StringBuilder table = new StringBuilder();

  Budget(Samples samples) {
    this.samples = samples;
  }

  String table() {
    table.append(
        "| added | bar | OpenTelemetry | Sonde | of it | met |\n|---|--:|--:|--:|--:|---|\n");
    ratio("start: CPU s", "cpu", 5, 2);
    ratio("start: wall s", "wall", 5, 2);
    limit("start: classes", "classes", 1000, 0);
    limit("start: metaspace MiB", "metaspace", 6, 1);
    limit("start: live heap MiB", "heap", 5, 1);
    limit("after load: live heap MiB", "heap after load", 5, 1);
    limit("start: RSS MiB", "rss", 30, 0);
    limit("start: threads", "threads", 5, 0);
    for (String page : PAGES) {
      ratio(page + ": CPU us", page + " cpu", 25, 1);
      lessThan(ELASTIC, page);
      lessThan(DATADOG, page);
      ratio(page + ": CPU us at 60 % of the rate", page + " fixed cpu", 25, 1);
      ratio(page + ": bytes", page + " bytes", 25, 0);
      row(page + ": CPU us, 10 % sampled", page + " cpu", 12, 1, OTEL, SONDE_10);
      row(page + ": bytes, 10 % sampled", page + " bytes", 12, 0, OTEL, SONDE_10);
      row(page + ": CPU us, both 10 % sampled", page + " cpu", 12, 1, OTEL_10, SONDE_10);
      row(page + ": bytes, both 10 % sampled", page + " bytes", 12, 0, OTEL_10, SONDE_10);
      ratio(page + ": p99 us at 60 % of the rate", page + " fixed p99", 25, 0);
    }
    delivered();
    return table.toString();
  }

  private void ratio(String what, String measure, int percent, int digits) {
    row(what, measure, percent, digits, OTEL, SONDE);
  }

  private void row(
      String what, String measure, int percent, int digits, Variant peer, Variant ours) {
    double theirs = samples.added(peer, measure);
    double added = samples.added(ours, measure);
    if (!Double.isNaN(theirs) && !Double.isNaN(added)) {
      double share = 100 * added / theirs;
      // Where the peer seems to add nothing, the machine was louder than what was measured.
      String verdict = theirs <= 0 ? "noise" : verdict(share <= percent);
      String of = theirs <= 0 ? "" : Report.number(share, 1) + " %";
      line(what, percent + " %", theirs, added, digits, of, verdict);
    }
  }

  private void limit(String what, String measure, double most, int digits) {
    double added = samples.added(SONDE, measure);
    if (!Double.isNaN(added)) {
      line(
          what,
          Report.number(most, 0),
          samples.added(OTEL, measure),
          added,
          digits,
          "",
          verdict(added <= most));
    }
  }

  private void lessThan(Variant peer, String page) {
    double theirs = samples.added(peer, page + " cpu");
    double added = samples.added(SONDE, page + " cpu");
    if (!Double.isNaN(theirs) && !Double.isNaN(added)) {
      String bar = "less than " + peer.title + ": " + Report.number(theirs, 1);
      line(page + ": CPU us", bar, Double.NaN, added, 1, "", verdict(added < theirs));
    }
  }

  private void delivered() {
    double delivered = samples.median(SONDE, "delivered");
    if (!Double.isNaN(delivered)) {
      double theirs = samples.median(OTEL, "delivered");
      line(
          "/hello: delivered % at saturation",
          "99", theirs, delivered, 1, "", verdict(delivered >= 99));
    }
  }

  private static String verdict(boolean met) {
    return met ? "yes" : "**no**";
  }

  private void line(
      String what,
      String bar,
      double theirs,
      double ours,
      int digits,
      String share,
      String verdict) {
    table.append(
        String.join(
            " | ",
            "| " + what,
            bar,
            Double.isNaN(theirs) ? "" : Report.number(theirs, digits),
            Report.number(ours, digits),
            share,
            verdict + " |\n"));
  }
}
