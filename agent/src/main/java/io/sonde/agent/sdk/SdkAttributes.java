package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;

/** Keys and values of ours as the SDK's attributes. */
final class SdkAttributes {
  private SdkAttributes() {}

  /** Adds one attribute; null, or a type that attributes cannot have, adds none. */
  static void put(AttributesBuilder builder, String key, Object value) {
    if (value instanceof String) {
      builder.put(AttributeKey.stringKey(key), (String) value);
    } else if (value instanceof Long) {
      builder.put(AttributeKey.longKey(key), (Long) value);
    } else if (value instanceof Double) {
      builder.put(AttributeKey.doubleKey(key), (Double) value);
    } else if (value instanceof Boolean) {
      builder.put(AttributeKey.booleanKey(key), (Boolean) value);
    }
  }

  static Attributes of(Map<String, Object> attributes) {
    AttributesBuilder builder = Attributes.builder();
    for (Map.Entry<String, Object> each : attributes.entrySet()) {
      put(builder, each.getKey(), each.getValue());
    }
    return builder.build();
  }

  /**
   * The labels of a series; null values are the overflow, as the specification names it. That it
   * has a status is ours, since errors are counted by it.
   */
  static Attributes labels(String[] keys, Object[] values, Object overflowStatus) {
    AttributesBuilder builder = Attributes.builder();
    if (values == null) {
      put(builder, "otel.metric.overflow", true);
      put(builder, "http.response.status_code", overflowStatus);
      return builder.build();
    }
    for (int i = 0; i < keys.length; i++) {
      put(builder, keys[i], values[i]);
    }
    return builder.build();
  }
}
