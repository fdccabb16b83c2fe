package io.sonde.exporter.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;

/** All series of one name. Not thread safe. */
public final class Family {
  /** What a family measures. */
  public enum Type {
    COUNTER("counter", "", "_total", "_created"),
    GAUGE("gauge", ""),
    INFO("info", "", "_info"),
    SUMMARY("summary", "", "_sum", "_count", "_created"),
    HISTOGRAM("histogram", "", "_bucket", "_sum", "_count", "_created");

    final String text;

    /** Of the names that a family of this type takes; no other family may have one of them. */
    final String[] suffixes;

    Type(String text, String... suffixes) {
      this.text = text;
      this.suffixes = suffixes;
    }
  }

  /** Without {@code _total} or {@code _info}. */
  public final String name;

  /** The name before it had underscores only; null when it always had. */
  final String original;

  public final Type type;
  public final String help;

  /** The last word of the name, or empty. */
  public final String unit;

  /** Of most families there is one. */
  private final Map<Labels, Series> series = new LinkedHashMap<Labels, Series>(2);

  Family(String name, Type type, String help, String unit) {
    this(name, null, type, help, unit);
  }

  Family(String name, String original, Type type, String help, String unit) {
    this.name = name;
    this.original = original;
    this.type = type;
    this.help = help;
    this.unit = unit;
  }

  /** A second series of the same labels would make the exposition invalid: the first stays. */
  void add(Series added) {
    if (!series.containsKey(added.labels)) {
      series.put(added.labels, added);
    }
  }

  /** Null when absent. */
  public Series get(Labels labels) {
    return series.get(labels);
  }

  public Iterable<Series> series() {
    return series.values();
  }

  int size() {
    return series.size();
  }

  public boolean isEmpty() {
    return series.isEmpty();
  }

  /** The name of a counter or info in the formats that know no families without suffix. */
  public String sampleName() {
    if (type == Type.COUNTER || type == Type.INFO) {
      return name + type.suffixes[1];
    }
    return name;
  }
}
