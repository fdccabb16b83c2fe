package io.sonde.exporter.prometheus;

/** One label of a derived name, and how its value is made. Immutable. */
final class CompatLabel {
  private enum Making {
    AS_IS,
    AREA,
    OUTCOME,
    EXCEPTION
  }

  final String name;
  private final String from;
  private final Making making;
  private final String absent;

  private CompatLabel(String name, String from, Making making, String absent) {
    this.name = name;
    this.from = from;
    this.making = making;
    this.absent = absent;
  }

  /**
   * @param from the label of the source
   * @param absent the value when the source has none; null leaves the label out
   */
  static CompatLabel of(String name, String from, String absent) {
    return new CompatLabel(name, from, Making.AS_IS, absent);
  }

  /** Micrometer's {@code area}, which it writes "nonheap". */
  static CompatLabel area(String from) {
    return new CompatLabel("area", from, Making.AREA, null);
  }

  /** Micrometer's {@code outcome}, of a status code. */
  static CompatLabel outcome(String from) {
    return new CompatLabel("outcome", from, Making.OUTCOME, "UNKNOWN");
  }

  /** Micrometer's {@code exception}: the simple name of an exception's class. */
  static CompatLabel exception(String from) {
    return new CompatLabel("exception", from, Making.EXCEPTION, "none");
  }

  boolean isIn(Labels source) {
    return source.get(from) != null;
  }

  /** Null when the label is left out. */
  String value(Labels source) {
    String value = source.get(from);
    if (value == null) {
      return absent;
    }
    switch (making) {
      case AREA:
        return value.equals("non_heap") ? "nonheap" : value;
      case OUTCOME:
        return outcomeOf(value.charAt(0));
      case EXCEPTION:
        // Without an exception the semantic error type of a 5xx is its status code.
        boolean status = value.charAt(0) >= '0' && value.charAt(0) <= '9';
        return status ? absent : value.substring(value.lastIndexOf('.') + 1);
      default:
        return value;
    }
  }

  private static String outcomeOf(char statusClass) {
    switch (statusClass) {
      case '1':
        return "INFORMATIONAL";
      case '2':
        return "SUCCESS";
      case '3':
        return "REDIRECTION";
      case '4':
        return "CLIENT_ERROR";
      case '5':
        return "SERVER_ERROR";
      default:
        return "UNKNOWN";
    }
  }
}
