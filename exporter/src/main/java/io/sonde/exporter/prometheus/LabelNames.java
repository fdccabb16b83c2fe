package io.sonde.exporter.prometheus;

import java.util.HashMap;
import java.util.Map;

/** The names of labels by the keys of attributes, of which there are few. Not thread safe. */
final class LabelNames {
  private final Map<String, String> byKey = new HashMap<String, String>();

  /** The first key behind each name; null when nobody asks. */
  final Map<String, String> originals;

  LabelNames(boolean originals) {
    this.originals = originals ? new HashMap<String, String>() : null;
  }

  String of(String key) {
    String name = byKey.get(key);
    if (name == null) {
      name = Names.label(key);
      byKey.put(key, name);
      if (originals != null && !originals.containsKey(name)) {
        originals.put(name, key);
      }
    }
    return name;
  }
}
