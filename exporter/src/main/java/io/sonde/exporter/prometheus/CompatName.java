package io.sonde.exporter.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one family is derived from another. Immutable once in the table. */
final class CompatName {
  /** Which part of a source is taken. */
  enum Part {
    /** The number, or the count of a distribution. */
    VALUE,
    DISTRIBUTION,
    /** The same, with quantiles where there are exponential buckets. */
    QUANTILES,
    /** The highest recent observation of a distribution. */
    MAX
  }

  /** Of a request that matched no route: its path may be anything, so it must not be a label. */
  private static final String NO_ROUTE = "unknown";

  /** A label of the series that stand for all those beyond the limit. */
  private static final String OVERFLOW = "otel_metric_overflow";

  /** Null for a name that is always there when its source is. */
  final CompatGroup group;

  private final String name;
  private final Family.Type type;
  private final String source;
  private final String help;
  private final Part part;
  private final List<CompatLabel> labels = new ArrayList<CompatLabel>();
  private String serviceLabel;
  private boolean allLabels;
  private String onlyLabel;
  private char onlyFirst;

  CompatName(CompatGroup group, String name, Family.Type type, String source, Part part) {
    this.group = group;
    this.name = name;
    this.type = type;
    this.source = source;
    help = "Same as " + source + ".";
    this.part = part;
  }

  /** A label with the value that the source has in {@code from}. */
  CompatName label(String label, String from) {
    return label(CompatLabel.of(label, from, null));
  }

  /** A label with the route, or a word for none. */
  CompatName route(String label, String from) {
    return label(CompatLabel.of(label, from, NO_ROUTE));
  }

  CompatName label(CompatLabel label) {
    labels.add(label);
    return this;
  }

  /** A label with the name of the service. */
  CompatName service(String label) {
    serviceLabel = label;
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

  /**
   * @param service the name of the service, null when it has none
   */
  void addTo(Families families, String service) {
    Family from = families.get(source);
    if (from == null || from.isEmpty() || !readable(from.type)) {
      return;
    }
    if (name.equals(source)) {
      Family wider = new Family(name, type, from.help, from.unit);
      fill(wider, from, service);
      families.replace(wider);
      return;
    }
    boolean sameUnit = Names.endsWithWord(name, from.unit);
    Family family = families.open(name, type, help, sameUnit ? from.unit : "");
    if (family != null && family.isEmpty()) {
      fill(family, from, service);
    }
  }

  private boolean readable(Family.Type from) {
    boolean distributions = from == Family.Type.HISTOGRAM || from == Family.Type.SUMMARY;
    if (part != Part.VALUE) {
      return distributions;
    }
    return type == from || type == Family.Type.COUNTER && distributions;
  }

  private void fill(Family family, Family from, String service) {
    Map<Labels, CompatSum> sums = new LinkedHashMap<Labels, CompatSum>(2 * from.size());
    if (labels.isEmpty() && !allLabels && type == Family.Type.COUNTER) {
      // There before the first error is, or rate() would miss that one.
      sums.put(labels(new LabelPairs(2), service), new CompatSum());
    }
    for (int i = 0; i < from.size(); i++) {
      Series series = from.get(i);
      if (matches(series.labels) && has(series.distribution)) {
        Labels derived = derive(series.labels, service);
        CompatSum sum = sums.get(derived);
        if (sum == null) {
          sum = new CompatSum();
          sums.put(derived, sum);
        }
        sum.add(series, type, part);
      }
    }
    for (Map.Entry<Labels, CompatSum> sum : sums.entrySet()) {
      family.add(sum.getValue().series(sum.getKey(), part));
    }
  }

  private boolean has(Distribution distribution) {
    return part == Part.VALUE
        || distribution != null && (part != Part.MAX || !Double.isNaN(distribution.max));
  }

  private boolean matches(Labels from) {
    String value = onlyLabel == null ? null : from.get(onlyLabel);
    return onlyLabel == null || value != null && value.charAt(0) == onlyFirst;
  }

  private Labels derive(Labels from, String service) {
    LabelPairs derived = new LabelPairs(from.size() + labels.size() + 1);
    String overflow = from.get(OVERFLOW);
    if (allLabels) {
      derived.putAll(from);
    } else if (overflow != null && !labels.isEmpty()) {
      derived.put(OVERFLOW, overflow);
    }
    for (int i = 0; i < labels.size(); i++) {
      CompatLabel label = labels.get(i);
      // What the overflow lacks is not "none": it is not known.
      String value = overflow == null || label.isIn(from) ? label.value(from) : null;
      if (value != null) {
        derived.put(label.name, value);
      }
    }
    return labels(derived, service);
  }

  private Labels labels(LabelPairs pairs, String service) {
    if (serviceLabel != null && service != null) {
      pairs.put(serviceLabel, service);
    }
    return pairs.labels();
  }
}
