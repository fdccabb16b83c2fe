package io.sonde.exporter.loki;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.sonde.bootstrap.Text;
import java.util.Arrays;

/**
 * The labels of a stream: few and static, as each combination is a stream of its own in Loki's
 * index. Not thread safe.
 */
final class LokiLabels {
  /** Loki's limit is 2,048 bytes; three for each character at most. */
  private static final int VALUE_LENGTH = 600;

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> SERVICE_NAMESPACE =
      AttributeKey.stringKey("service.namespace");
  private static final AttributeKey<String> ENVIRONMENT =
      AttributeKey.stringKey("deployment.environment.name");
  private static final AttributeKey<String> OLD_ENVIRONMENT =
      AttributeKey.stringKey("deployment.environment");

  /** The resource of the last record, which is that of all, with the labels but for the level. */
  private Resource resource;

  private String prefix;
  private final String[] byLevel = new String[Level.values().length];

  String of(Resource of, Level level) {
    if (of != resource) {
      resource = of;
      prefix = prefix(of);
      Arrays.fill(byLevel, null);
    }
    String labels = byLevel[level.ordinal()];
    if (labels == null) {
      labels = prefix + ", level=\"" + level.lower() + "\"}";
      byLevel[level.ordinal()] = labels;
    }
    return labels;
  }

  private static String prefix(Resource resource) {
    StringBuilder labels = new StringBuilder("{service_name=");
    String service = resource.getAttribute(SERVICE_NAME);
    quote(labels, service == null || service.isEmpty() ? "unknown_service:java" : service);
    String environment = resource.getAttribute(ENVIRONMENT);
    optional(
        labels,
        "deployment_environment",
        environment == null ? resource.getAttribute(OLD_ENVIRONMENT) : environment);
    optional(labels, "service_namespace", resource.getAttribute(SERVICE_NAMESPACE));
    return labels.toString();
  }

  private static void optional(StringBuilder labels, String name, String value) {
    if (value != null && !value.isEmpty()) {
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
