package io.sonde.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the JVMs of a measure told, by variant and step. */
final class Samples {
  private final Map<String, TreeMap<Long, Map<String, Double>>> byVariant = new TreeMap<>();

  void put(String variant, long step, Map<String, Double> figures) {
    byVariant.computeIfAbsent(variant, v -> new TreeMap<>()).put(step, figures);
  }

  List<Long> steps() {
    TreeSet<Long> steps = new TreeSet<>();
    byVariant.values().forEach(figures -> steps.addAll(figures.keySet()));
    return new ArrayList<>(steps);
  }

  /** NaN when it was not told. */
  double get(String variant, long step, String figure) {
    return byVariant
        .getOrDefault(variant, new TreeMap<>())
        .getOrDefault(step, Map.of())
        .getOrDefault(figure, Double.NaN);
  }

  /** What the agent adds to the figure. */
  double added(long step, String figure) {
    return get(Lab.SONDE, step, figure) - get(Lab.NONE, step, figure);
  }

  Curve curve(String variant, String figure) {
    Curve curve = new Curve();
    for (long step : steps()) {
      curve.add(step, get(variant, step, figure));
    }
    return curve;
  }

  Curve added(String figure) {
    Curve curve = new Curve();
    for (long step : steps()) {
      curve.add(step, added(step, figure));
    }
    return curve;
  }

  /** A column of a table: {@code figure} in nanoseconds. */
  Report.Column nanos(String variant, String figure) {
    return new Report.Column(
        variant + ", " + figure + ", ns", n -> Report.number("%.0f", get(variant, n, figure)));
  }
}
