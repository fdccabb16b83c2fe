package io.sonde.exporter.prometheus;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Label names and values, sorted by name. Immutable. */
public final class Labels {
  private final String[] pairs;

  /** Zero until it is asked for. */
  private int hash;

  /**
   * @param sorted a label without a value is no label to Prometheus, and left out
   */
  public Labels(TreeMap<String, String> sorted) {
    String[] filled = new String[2 * sorted.size()];
    int size = 0;
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      if (!label.getValue().isEmpty()) {
        filled[size++] = label.getKey();
        filled[size++] = label.getValue();
      }
    }
    pairs = size == filled.length ? filled : Arrays.copyOf(filled, size);
  }

  /**
   * @param pairs names and values in turns, sorted by name, no value empty; kept
   */
  Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /**
   * Keys that become one name have their values joined by {@code ;} in the order of the keys, as
   * the OpenTelemetry specification asks: a duplicate name would make the whole exposition invalid.
   *
   * @param reserved the name that the format itself adds to every sample, which is moved out of its
   *     way; null for none
   */
  static Labels of(Attributes attributes, final LabelNames names, final String reserved) {
    final LabelPairs pairs = new LabelPairs(attributes.size());
    attributes.forEach(
        new BiConsumer<AttributeKey<?>, Object>() {
          @Override
          public void accept(AttributeKey<?> key, Object value) {
            String name = names.of(key.getKey());
            pairs.join(name.equals(reserved) ? "exported_" + name : name, text(value));
          }
        });
    return pairs.labels();
  }

  public int size() {
    return pairs.length / 2;
  }

  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Null when absent. */
  String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** Lists as JSON arrays (OpenTelemetry specification, "Mapping Arbitrary Data"). */
  private static String text(Object value) {
    if (!(value instanceof List)) {
      return String.valueOf(value);
    }
    StringBuilder json = new StringBuilder("[");
    for (Object element : (List<?>) value) {
      json.append(json.length() == 1 ? "" : ",");
      if (element instanceof String) {
        json.append('"');
        Escape.append(json, (String) element, true);
        json.append('"');
      } else {
        json.append(element);
      }
    }
    return json.append(']').toString();
  }

  @Override
  public boolean equals(Object other) {
    return other == this || other instanceof Labels && Arrays.equals(pairs, ((Labels) other).pairs);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(pairs);
      hash = known;
    }
    return known;
  }
}
