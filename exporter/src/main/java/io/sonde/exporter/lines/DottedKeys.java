package io.sonde.exporter.lines;

/** Keys as Elasticsearch reads them: {@code a.b} is the field {@code b} of the object {@code a}. */
final class DottedKeys {
  private DottedKeys() {}

  /**
   * Whether the two are the same field, or one is a field of the other: a document in which {@code
   * a} is a text and an object is refused.
   */
  static boolean clash(String one, String other) {
    int length = one.length();
    if (length == other.length()) {
      return one.equals(other);
    }
    return length < other.length() ? isWithin(other, one) : isWithin(one, other);
  }

  private static boolean isWithin(String field, String object) {
    return field.charAt(object.length()) == '.' && field.startsWith(object);
  }
}
