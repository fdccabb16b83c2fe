package io.sonde.exporter.loki;

/**
 * What Loki says with a status of 400. Of a push with entries that it will never take it keeps the
 * others, and says how many it refused; then nothing is to be sent again. That matters: its lines
 * are shown once however often they were pushed, but {@code count_over_time} counts each.
 */
final class LokiRefusal {
  /** Longer texts were cut on their way here. */
  private static final int MAX_LENGTH = 60_000;

  private static final String IGNORED = "total ignored: ";
  private static final String LIKE = " errors like: ";

  /** Of Loki 2.9 and 3, which differ in the case of a first letter. */
  private static final String[] OF_ENTRIES = {
    "' has timestamp too ",
    "ax entry size '",
    "' has structured metadata too large",
    "' has too many structured metadata",
  };

  private LokiRefusal() {}

  /** Loki 2.9 as it comes: {@code allow_structured_metadata} is off. */
  static boolean isOfMetadata(String message) {
    return message.contains("structured metadata") && message.contains("disallowed");
  }

  /** How many entries were refused while the others were taken; -1 when it does not tell. */
  static int entries(String message) {
    if (message.length() > MAX_LENGTH) {
      return -1;
    }
    int ignored = message.lastIndexOf(IGNORED);
    if (ignored >= 0) {
      return number(message, ignored + IGNORED.length());
    }
    int like = message.indexOf(LIKE);
    if (like < 0) {
      return isOfEntry(message, 0, message.length()) ? 1 : -1;
    }
    int sum = 0;
    while (like >= 0) {
      int next = message.indexOf(LIKE, like + 1);
      int count = number(message, digits(message, like));
      if (count < 0 || !isOfEntry(message, like, next < 0 ? message.length() : next)) {
        return -1;
      }
      sum += count;
      like = next;
    }
    return sum;
  }

  private static boolean isOfEntry(String message, int from, int to) {
    for (String text : OF_ENTRIES) {
      int at = message.indexOf(text, from);
      if (at >= 0 && at < to) {
        return true;
      }
    }
    return false;
  }

  /** Where the digits begin that end before {@code end}. */
  private static int digits(String message, int end) {
    int at = end;
    while (at > 0 && isDigit(message.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int number(String message, int from) {
    int number = -1;
    for (int i = from; i < message.length() && i < from + 7 && isDigit(message.charAt(i)); i++) {
      number = Math.max(number, 0) * 10 + message.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
