package io.sonde.benchmarks.process;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What was measured in one setting: a value for each turn, variant and measure. What is added is
 * the median of the differences within a turn: the load of the machine drifts.
 */
final class Samples {
  private final Map<Variant, Map<String, List<Double>>> values = new EnumMap<>(Variant.class);
  private int turn;

  /** Begins another turn. */
  void next() {
    turn++;
  }

  void add(Variant variant, String measure, double value) {
    List<Double> list =
        values
            .computeIfAbsent(variant, v -> new HashMap<>())
            .computeIfAbsent(measure, m -> new ArrayList<>());
    while (list.size() < turn - 1) {
      list.add(null); // not measured in that turn
    }
    list.add(value);
  }

  /** NaN when it was not measured. */
  double median(Variant variant, String measure) {
    return median(of(variant, measure).stream().filter(Objects::nonNull).toList());
  }

  /** What a variant has more than no agent; NaN when it was not measured. */
  double added(Variant variant, String measure) {
    List<Double> with = of(variant, measure);
    List<Double> without = of(Variant.NONE, measure);
    return median(
        IntStream.range(0, Math.min(with.size(), without.size()))
            .filter(i -> with.get(i) != null && without.get(i) != null)
            .mapToObj(i -> with.get(i) - without.get(i))
            .toList());
  }

  boolean has(Variant variant) {
    return values.containsKey(variant);
  }

  private List<Double> of(Variant variant, String measure) {
    return values.getOrDefault(variant, Map.of()).getOrDefault(measure, List.of());
  }

  static double median(List<Double> list) {
    if (list.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = list.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
