package io.sonde.exporter.prometheus;

import java.util.Arrays;

/** Labels under construction; an array, because a map costs an object for each label. */
final class LabelPairs {
  private final String[] pairs;
  private int size;

  /**
   * @param capacity labels at most
   */
  LabelPairs(int capacity) {
    pairs = new String[2 * capacity];
  }

  void putAll(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      put(labels.name(i), labels.value(i));
    }
  }

  /** Sets a label, in its place by name. */
  void put(String name, String value) {
    int at = size;
    while (at > 0 && pairs[at - 2].compareTo(name) >= 0) {
      at -= 2;
    }
    if (at < size && pairs[at].equals(name)) {
      pairs[at + 1] = value;
    } else {
      insert(at, name, value);
    }
  }

  /** Adds a label in its place; to one of the same name its value is appended. */
  void join(String name, String value) {
    int at = size;
    while (at > 0 && pairs[at - 2].compareTo(name) > 0) {
      at -= 2;
    }
    if (at > 0 && pairs[at - 2].equals(name)) {
      pairs[at - 1] = pairs[at - 1] + ";" + value;
    } else {
      insert(at, name, value);
    }
  }

  private void insert(int at, String name, String value) {
    System.arraycopy(pairs, at, pairs, at + 2, size - at);
    size += 2;
    pairs[at] = name;
    pairs[at + 1] = value;
  }

  /** A label without a value is no label to Prometheus, and left out. */
  Labels labels() {
    int kept = 0;
    for (int i = 0; i < size; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        pairs[kept++] = pairs[i];
        pairs[kept++] = pairs[i + 1];
      }
    }
    return new Labels(kept == pairs.length ? pairs : Arrays.copyOf(pairs, kept));
  }
}
