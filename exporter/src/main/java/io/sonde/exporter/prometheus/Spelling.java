package io.sonde.exporter.prometheus;

import java.util.HashMap;
import java.util.Map;

/**
 * How the names of families and labels are written in one exposition. For one exposition, by one
 * thread.
 */
final class Spelling {
  private final EscapingScheme scheme;
  private final Map<String, String> originals;
  private final boolean asTheyAre;
  private final Map<String, String> escaped = new HashMap<String, String>();

  /**
   * @param originals label names to what they were before they had underscores only; null when
   *     names are never written otherwise
   */
  Spelling(EscapingScheme scheme, Map<String, String> originals) {
    this.scheme = scheme;
    this.originals = originals;
    asTheyAre =
        scheme == EscapingScheme.UNDERSCORES || originals == null && scheme != EscapingScheme.DOTS;
  }

  /** The name of a family with the suffix of counters and infos, of which it may have another. */
  String sampleName(Family family) {
    if (asTheyAre) {
      return family.sampleName();
    }
    boolean original = originals != null && family.original != null;
    String suffix = family.sampleName().substring(family.name.length());
    return escape((original ? family.original : family.name) + suffix);
  }

  String label(Family family, String name) {
    if (asTheyAre) {
      return name;
    }
    String original = originals == null || family.original == null ? null : originals.get(name);
    return escape(original == null ? name : original);
  }

  private String escape(String name) {
    String known = escaped.get(name);
    if (known == null) {
      known = scheme.escape(name);
      escaped.put(name, known);
    }
    return known;
  }
}
