package io.sonde.exporter.lines;

import io.sonde.bootstrap.Text;
import java.util.Map;

/** What each line of a process tells of the process. */
final class ResourceText {
  private static final int MAX_LENGTH = 1024;

  private ResourceText() {}

  /** The attribute as text; null if it is unset or empty. */
  static String of(Map<String, Object> resource, String key) {
    Object value = resource.get(key);
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? null : Text.cut(text, MAX_LENGTH);
  }
}
