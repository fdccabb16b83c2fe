package io.sonde.exporter.console;

import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.Metrics;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Reads the histograms of requests, summed up by method and route. For one thread. */
final class RouteReader {
  private static final int METHOD = 0;
  private static final int ROUTE = 2;
  private static final int STATUS = 3;
  private static final int ERROR_TYPE = 4;

  /** Where a series counts, and how. */
  private static final class Target {
    final RouteCounts counts;
    final boolean failed;

    Target(RouteCounts counts, boolean failed) {
      this.counts = counts;
      this.failed = failed;
    }
  }

  private final int maxRoutes;
  private final Map<Histogram.Series, Target> targets =
      new IdentityHashMap<Histogram.Series, Target>();
  private final List<RouteCounts> routes = new ArrayList<RouteCounts>();

  /** Of all routes that are too many; null while there are none. */
  private RouteCounts other;

  RouteReader(int maxRoutes) {
    this.maxRoutes = maxRoutes;
  }

  /** What has changed since the last call; the same objects each time. */
  List<RouteCounts> read() {
    for (RouteCounts each : routes) {
      each.begin();
    }
    for (Histogram.Series series : Metrics.HTTP_SERVER_DURATION.all()) {
      Target target = targets.get(series);
      if (target == null) {
        target = target(series);
        targets.put(series, target);
      }
      target.counts.add(series, target.failed);
    }
    for (RouteCounts each : routes) {
      each.end();
    }
    return routes;
  }

  private Target target(Histogram.Series series) {
    Object[] labels = series.values();
    if (labels == null) {
      return new Target(other(), isError(series.overflowStatus()));
    }
    boolean failed = labels[ERROR_TYPE] != null || isError(labels[STATUS]);
    return new Target(counts((String) labels[METHOD], (String) labels[ROUTE]), failed);
  }

  private static boolean isError(Object status) {
    return status instanceof Long && ((Long) status).longValue() >= 500;
  }

  private RouteCounts counts(String method, String route) {
    String known = route == null ? "" : route;
    for (RouteCounts each : routes) {
      if (each.method.equals(method) && each.route.equals(known)) {
        return each;
      }
    }
    return routes.size() >= maxRoutes ? other() : add(new RouteCounts(method, known));
  }

  private RouteCounts other() {
    if (other == null) {
      other = add(new RouteCounts("", "other"));
    }
    return other;
  }

  private RouteCounts add(RouteCounts counts) {
    routes.add(counts);
    return counts;
  }
}
