package io.sonde.exporter.prometheus;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Names beside the semantic conventions' own that belong together. */
public enum CompatGroup {
  /** What hand-written metrics of web applications are called, {@code http_requests_total}. */
  CLASSIC("classic"),
  /** What Micrometer calls them; the label {@code application} is on these series only. */
  MICROMETER("micrometer"),
  /** What the OpenTelemetry Collector's exporter makes of them with the namespace "otel". */
  OTEL_PREFIX("otel-prefix");

  private final String text;

  CompatGroup(String text) {
    this.text = text;
  }

  /**
   * The groups of these names.
   *
   * @param names {@code true} stands for all groups; what is unknown for none
   */
  public static Set<CompatGroup> of(List<String> names) {
    Set<CompatGroup> groups = EnumSet.noneOf(CompatGroup.class);
    for (CompatGroup group : values()) {
      if (names.contains("true") || names.contains(group.text)) {
        groups.add(group);
      }
    }
    return groups;
  }
}
