package io.sonde.exporter.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How one family is derived from another. Immutable once in the table. */
final class CompatName {
  /** Of a request that matched no route: its path may be anything, so it must not be a label. */
  private static final String NO_ROUTE = "unknown";

  private final String name;
  private final Family.Type type;
  private final String source;
  private final List<String> labels = new ArrayList<String>();
  private boolean allLabels;
  private String onlyLabel;
  private char onlyFirst;

  CompatName(String name, Family.Type type, String source) {
    this.name = name;
    this.type = type;
    this.source = source;
  }

  /** A label with the value that the source has in {@code from}. */
  CompatName label(String label, String from) {
    labels.add(label);
    labels.add(from);
    return this;
  }

  /** All labels of the source, instead of a sum over those that are not named. */
  CompatName allLabels() {
    allLabels = true;
    return this;
  }

  /** Only series with a {@code label} that begins with {@code first}. */
  CompatName only(String label, char first) {
    onlyLabel = label;
    onlyFirst = first;
    return this;
  }

  void addTo(Families families) {
    Family from = families.get(source);
    boolean counts = type != Family.Type.GAUGE && from != null && from.type != Family.Type.GAUGE;
    boolean readable = from != null && (counts || type == from.type);
    if (!readable || from.isEmpty()) {
      return;
    }
    if (name.equals(source)) {
      Family wider = new Family(name, type, from.help, from.unit);
      fill(wider, from);
      families.replace(wider);
      return;
    }
    String unit = name.endsWith("_" + from.unit) ? from.unit : "";
    Family family = families.open(name, type, "Same as " + from.sampleName() + ".", unit);
    if (family != null && family.isEmpty()) {
      fill(family, from);
    }
  }

  private void fill(Family family, Family from) {
    boolean distributions = type == Family.Type.HISTOGRAM || type == Family.Type.SUMMARY;
    Map<Labels, Double> numbers = new LinkedHashMap<Labels, Double>();
    Map<Labels, Distribution> sums = new LinkedHashMap<Labels, Distribution>();
    if (labels.isEmpty() && !allLabels && !distributions) {
      // There before the first error is, or rate() would miss that one.
      numbers.put(new Labels(new TreeMap<String, String>()), 0.0);
    }
    for (Series series : from.series()) {
      if (!matches(series.labels) || distributions && series.distribution == null) {
        continue;
      }
      Labels derived = derive(series.labels);
      if (distributions) {
        Distribution sum = sums.get(derived);
        if (sum == null) {
          sum = Distribution.empty(series.distribution.bounds);
          sums.put(derived, sum);
        }
        sum.add(series.distribution);
      } else {
        Double sum = numbers.get(derived);
        numbers.put(derived, sum == null ? series.value : sum + series.value);
      }
    }
    for (Map.Entry<Labels, Double> sum : numbers.entrySet()) {
      family.add(new Series(sum.getKey(), sum.getValue()));
    }
    for (Map.Entry<Labels, Distribution> sum : sums.entrySet()) {
      family.add(new Series(sum.getKey(), sum.getValue()));
    }
  }

  private boolean matches(Labels from) {
    String value = onlyLabel == null ? null : from.get(onlyLabel);
    return onlyLabel == null || value != null && value.charAt(0) == onlyFirst;
  }

  private Labels derive(Labels from) {
    TreeMap<String, String> derived = allLabels ? from.toMap() : new TreeMap<String, String>();
    for (int i = 0; i < labels.size(); i += 2) {
      String label = labels.get(i);
      String value = from.get(labels.get(i + 1));
      if (value != null) {
        // Micrometer writes "nonheap".
        derived.put(label, value.equals("non_heap") ? "nonheap" : value);
      } else if (label.equals("path") || label.equals("endpoint")) {
        derived.put(label, NO_ROUTE);
      }
    }
    return new Labels(derived);
  }
}
