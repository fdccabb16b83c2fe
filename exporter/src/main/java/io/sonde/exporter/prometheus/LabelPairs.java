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
    if (at == size || !pairs[at].equals(name)) {
      System.arraycopy(pairs, at, pairs, at + 2, size - at);
      size += 2;
    }
    pairs[at] = name;
    pairs[at + 1] = value;
  }

  Labels labels() {
    return new Labels(size == pairs.length ? pairs : Arrays.copyOf(pairs, size));
  }
}
