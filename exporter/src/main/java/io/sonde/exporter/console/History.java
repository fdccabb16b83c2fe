package io.sonde.exporter.console;

import java.util.IdentityHashMap;
import java.util.Map;

/** Requests and the JVM over the last hour, in steps of ten seconds. */
final class History {
  static final int STEP_SECONDS = 10;
  private static final int POINTS = 360;
  private static final int MAX_ROUTES = 50;

  /**
   * What a route takes at most, up to 200,000 requests a second: two numbers, a reference and
   * packed buckets for each point, and its counts now and before.
   */
  private static final int ROUTE_BYTES = POINTS * 160 + 3 * 8 * Buckets.COUNT;

  /** One route's last hour. */
  private static final class Route {
    final int[] requests = new int[POINTS];
    final int[] errors = new int[POINTS];
    final byte[][] buckets = new byte[POINTS][];
  }

  private final RouteReader reader;
  private final Map<RouteCounts, Route> routes = new IdentityHashMap<RouteCounts, Route>();
  private final JvmHistory jvm = new JvmHistory(POINTS);
  private final long[] times = new long[POINTS];

  /** Of all points since the start; the next one goes to this, modulo their number. */
  private long steps;

  History(long maxBytes) {
    reader = new RouteReader((int) Math.max(1, Math.min(MAX_ROUTES, maxBytes / ROUTE_BYTES)));
  }

  void step(long nowMillis) {
    int at = (int) (steps++ % POINTS);
    times[at] = nowMillis;
    for (Route route : routes.values()) {
      route.requests[at] = 0;
      route.errors[at] = 0;
      route.buckets[at] = null;
    }
    for (RouteCounts counts : reader.read()) {
      if (counts.requests > 0) {
        Route route = routes.get(counts);
        if (route == null) {
          route = new Route();
          routes.put(counts, route);
        }
        route.requests[at] = (int) counts.requests;
        route.errors[at] = (int) counts.errors;
        route.buckets[at] = Buckets.pack(counts.buckets);
      }
    }
    jvm.step(at);
  }

  /**
   * @param points the last so many
   */
  byte[] json(int points) {
    int count = (int) Math.min(Math.min(points, POINTS), steps);
    long from = steps - count;
    Json json = new Json(16 * 1024).begin('{').name("stepSeconds").value(STEP_SECONDS);
    json.name("times").begin('[');
    for (long i = from; i < steps; i++) {
      json.value(times[(int) (i % POINTS)]);
    }
    json.end(']').name("routes").begin('[');
    for (Map.Entry<RouteCounts, Route> each : routes.entrySet()) {
      json.begin('{').name("method").value(each.getKey().method);
      json.name("route").value(each.getKey().route);
      write(each.getValue(), from, json);
      json.end('}');
    }
    json.end(']').name("jvm");
    jvm.write(json, from, steps);
    return json.end('}').bytes();
  }

  private void write(Route route, long from, Json json) {
    long[] all = new long[Buckets.COUNT];
    long requests = 0;
    long errors = 0;
    int count = (int) (steps - from);
    double[][] quantiles = new double[3][count];
    for (int i = 0; i < count; i++) {
      int at = (int) ((from + i) % POINTS);
      long[] buckets = new long[Buckets.COUNT];
      Buckets.unpack(route.buckets[at], buckets);
      Buckets.unpack(route.buckets[at], all);
      quantiles[0][i] = Buckets.quantile(buckets, 0.5);
      quantiles[1][i] = Buckets.quantile(buckets, 0.95);
      quantiles[2][i] = Buckets.quantile(buckets, 0.99);
      requests += route.requests[at];
      errors += route.errors[at];
    }
    numbers(json.name("requests"), route.requests, from);
    numbers(json.name("errors"), route.errors, from);
    numbers(json.name("p50"), quantiles[0]);
    numbers(json.name("p95"), quantiles[1]);
    numbers(json.name("p99"), quantiles[2]);
    RouteCounts.write(json.name("all").begin('{'), requests, errors, all);
    json.end('}');
  }

  private void numbers(Json json, int[] ring, long from) {
    json.begin('[');
    for (long i = from; i < steps; i++) {
      json.value(ring[(int) (i % POINTS)]);
    }
    json.end(']');
  }

  private static void numbers(Json json, double[] values) {
    json.begin('[');
    for (double value : values) {
      json.value(value);
    }
    json.end(']');
  }
}
