package io.sonde.exporter.loki;

import io.sonde.bootstrap.Text;
import io.sonde.exporter.lines.Level;
import java.util.Map;

/**
 * The labels of a stream: few and static, as each combination is a stream of its own in Loki's
 * index. Immutable.
 */
final class LokiLabels {
  /** Loki's limit is 2,048 bytes; three for each character at most. */
  private static final int VALUE_LENGTH = 600;

  private final String[] byLevel = new String[Level.values().length];

  LokiLabels(Map<String, Object> resource) {
    StringBuilder labels = new StringBuilder("{service_name=");
    String service = text(resource, "service.name");
    quote(labels, service.isEmpty() ? "unknown_service:java" : service);
    String environment = text(resource, "deployment.environment.name");
    optional(
        labels,
        "deployment_environment",
        environment.isEmpty() ? text(resource, "deployment.environment") : environment);
    optional(labels, "service_namespace", text(resource, "service.namespace"));
    for (Level level : Level.values()) {
      byLevel[level.ordinal()] = labels + ", level=\"" + level.lower() + "\"}";
    }
  }

  String of(Level level) {
    return byLevel[level.ordinal()];
  }

  private static String text(Map<String, Object> resource, String key) {
    Object value = resource.get(key);
    return value == null ? "" : value.toString();
  }

  private static void optional(StringBuilder labels, String name, String value) {
    if (!value.isEmpty()) {
      quote(labels.append(", ").append(name).append('='), value);
    }
  }

  /**
   * As Loki's parser reads it: it refuses U+FFFD, control characters, and with them the whole push.
   */
  private static void quote(StringBuilder out, String value) {
    String text = Text.cut(value, VALUE_LENGTH);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else if (c < 0x20 || c == 0x7F || c == '\uFFFD' || Character.isSurrogate(c)) {
        out.append('_');
      } else {
        if (c == '"' || c == '\\') {
          out.append('\\');
        }
        out.append(c);
      }
    }
    out.append('"');
  }
}
