package io.sonde.exporter.remotewrite;

import io.sonde.bootstrap.Text;
import io.sonde.exporter.prometheus.Labels;
import io.sonde.exporter.prometheus.Names;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of one row together with those that all time series of the process have. Sorted and
 * unique, as the specification demands. Not thread safe.
 */
final class SeriesLabels {
  /** Bytes of a value, as UTF-8: Mimir refuses more. */
  private static final int MAX_VALUE = 2048;

  private final Labels common;
  private String[] pairs = new String[64];
  private int size;

  /**
   * @param resource the attributes of the process
   * @param all whether all of them become labels, beside {@code job} and {@code instance}
   */
  SeriesLabels(Map<String, Object> resource, boolean all) {
    TreeMap<String, String> labels = new TreeMap<String, String>();
    if (all) {
      for (Map.Entry<String, Object> attribute : resource.entrySet()) {
        labels.put(Names.label(attribute.getKey()), String.valueOf(attribute.getValue()));
      }
    }
    put(labels, "instance", resource.get("service.instance.id"));
    Object namespace = resource.get("service.namespace");
    Object name = resource.get("service.name");
    put(labels, "job", namespace == null || name == null ? name : namespace + "/" + name);
    common = new Labels(labels);
  }

  private static void put(TreeMap<String, String> labels, String name, Object value) {
    if (value != null) {
      labels.put(name, value.toString());
    }
  }

  void fill(Labels own) {
    int most = 2 * (common.size() + own.size());
    if (pairs.length < most) {
      pairs = new String[2 * most];
    }
    size = 0;
    for (int i = 0; i < common.size(); i++) {
      add(common.name(i), common.value(i));
    }
    for (int i = 0; i < own.size(); i++) {
      String name = own.name(i);
      // As a scrape renames what the target must not say itself.
      add(
          name.equals("job")
              ? "exported_job"
              : name.equals("instance") ? "exported_instance" : name,
          own.value(i));
    }
  }

  /** What has the name already is replaced: the series' own labels make it unique. */
  private void add(String name, String value) {
    int at = size;
    while (at > 0) {
      int order = pairs[2 * at - 2].compareTo(name);
      if (order == 0) {
        pairs[2 * at - 1] = bounded(value);
        return;
      }
      if (order < 0) {
        break;
      }
      at--;
    }
    System.arraycopy(pairs, 2 * at, pairs, 2 * at + 2, 2 * (size - at));
    pairs[2 * at] = name;
    pairs[2 * at + 1] = bounded(value);
    size++;
  }

  private static String bounded(String value) {
    if (value.length() <= MAX_VALUE / 3) {
      return value;
    }
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      if (bytes > MAX_VALUE) {
        return Text.cut(value, i);
      }
    }
    return value;
  }

  int size() {
    return size;
  }

  String name(int index) {
    return pairs[2 * index];
  }

  String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Gives back what one burst held. */
  void clear() {
    Arrays.fill(pairs, null);
    size = 0;
  }
}
