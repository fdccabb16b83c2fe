package io.sonde.exporter.console;

import io.sonde.bootstrap.metrics.Histogram;
import java.util.Arrays;

/** What was counted of one method and route between the last two readings. */
final class RouteCounts {
  final String method;
  final String route;

  /** Of the last interval. */
  long requests;

  long errors;

  /** Of the last interval, as in {@link Buckets}. */
  final long[] buckets = new long[Buckets.COUNT];

  private long[] now = new long[Buckets.COUNT];
  private long[] before = new long[Buckets.COUNT];
  private long errorsNow;
  private long errorsBefore;

  RouteCounts(String method, String route) {
    this.method = method;
    this.route = route;
  }

  void begin() {
    long[] free = before;
    before = now;
    now = free;
    Arrays.fill(now, 0);
    errorsBefore = errorsNow;
    errorsNow = 0;
  }

  void add(Histogram.Series series, boolean failed) {
    long sum = failed ? Buckets.sum(now) : 0;
    series.addTo(now, Buckets.FIRST);
    errorsNow += failed ? Buckets.sum(now) - sum : 0;
  }

  void end() {
    for (int i = 0; i < Buckets.COUNT; i++) {
      buckets[i] = now[i] - before[i];
    }
    requests = Buckets.sum(buckets);
    errors = errorsNow - errorsBefore;
  }

  /** Members of an object: the rate's parts and the percentiles. */
  static void write(Json json, long requests, long errors, long[] buckets) {
    json.name("requests").value(requests).name("errors").value(errors);
    json.name("p50").value(Buckets.quantile(buckets, 0.5));
    json.name("p95").value(Buckets.quantile(buckets, 0.95));
    json.name("p99").value(Buckets.quantile(buckets, 0.99));
  }
}
