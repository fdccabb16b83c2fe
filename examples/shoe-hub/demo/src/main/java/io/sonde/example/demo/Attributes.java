package io.sonde.example.demo;

import java.util.List;

final class Attributes {
  private Attributes() {}

  /** The text of one of a list of {@code opentelemetry.proto.common.v1.KeyValue}, "" if absent. */
  static String text(List<Message> attributes, String key) {
    for (Message attribute : attributes) {
      if (attribute.text(1).equals(key)) {
        return attribute.message(2).text(1);
      }
    }
    return "";
  }
}
