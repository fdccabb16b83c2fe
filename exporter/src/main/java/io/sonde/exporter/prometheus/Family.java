package io.sonde.exporter.prometheus;

import java.util.Arrays;

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

    /** The label that the formats themselves give to samples; null for none. */
    final String reserved;

    /** Of the names that a family of this type takes; no other family may have one of them. */
    final String[] suffixes;

    Type(String text, String... suffixes) {
      this.text = text;
      reserved = text.equals("histogram") ? "le" : text.equals("summary") ? "quantile" : null;
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

  /** Of all samples that it may have, by the suffixes of its type. */
  final String[] names;

  /** The first {@link #size} are there; what is behind is used again. */
  private Series[] series = new Series[1];

  private int size;

  /** Open addressing: numbers of series, from one on, by their labels; at most half full. */
  private int[] slots = new int[4];

  Family(String name, Type type, String help, String unit) {
    this(name, null, type, help, unit);
  }

  Family(String name, String original, Type type, String help, String unit) {
    this.name = name;
    this.original = original;
    this.type = type;
    this.help = help;
    this.unit = unit;
    names = new String[type.suffixes.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = name + type.suffixes[i];
    }
  }

  /** Makes it empty, to be filled again. */
  void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  /** What may be added next; it still has the labels that it had at this place the last time. */
  Series spare() {
    if (series[size] == null) {
      series[size] = new Series();
    }
    return series[size];
  }

  /**
   * Adds a series, unless there is one of the same labels: a second one would make the exposition
   * invalid, and the first stays.
   */
  boolean add(Series added) {
    int slot = slot(added.labels);
    if (slots[slot] != 0) {
      return false;
    }
    series[size++] = added;
    slots[slot] = size;
    if (size == series.length) {
      series = Arrays.copyOf(series, 2 * size);
    }
    if (2 * size >= slots.length) {
      slots = new int[2 * slots.length];
      for (int i = 0; i < size; i++) {
        slots[slot(series[i].labels)] = i + 1;
      }
    }
    return true;
  }

  private int slot(Labels labels) {
    int hash = labels.hashCode() * 0x9E3779B9;
    int slot = hash >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    while (slots[slot] != 0 && !series[slots[slot] - 1].labels.equals(labels)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** Null when absent. */
  public Series get(Labels labels) {
    int number = slots[slot(labels)];
    return number == 0 ? null : series[number - 1];
  }

  public Series get(int index) {
    return series[index];
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Lets go of what is of one batch of metrics only, and of series that were not there in it. */
  void release() {
    for (int i = 0; i < size; i++) {
      series[i].release();
    }
    Arrays.fill(series, size, series.length, null);
  }

  /** The name of a counter or info in the formats that know no families without suffix. */
  public String sampleName() {
    return type == Type.COUNTER || type == Type.INFO ? names[1] : name;
  }

  /** Of a histogram. */
  public String bucketName() {
    return names[1];
  }

  /** Of a histogram or a summary. */
  public String sumName() {
    return type == Type.HISTOGRAM ? names[2] : names[1];
  }

  /** Of a histogram or a summary. */
  public String countName() {
    return type == Type.HISTOGRAM ? names[3] : names[2];
  }
}
