package io.sonde.bootstrap.db;

import java.util.Locale;

/** Finds parts of a JDBC URL's text. */
final class JdbcUrlText {
  private JdbcUrlText() {}

  /** Where one of {@code chars} first occurs, or the end of the text. */
  static int first(String text, String chars, int from) {
    for (int i = from; i < text.length(); i++) {
      if (chars.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  static String after(String text, String mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(at + mark.length());
  }

  /** The value of a parameter by its name in lower case, or null. */
  static String parameter(String query, String name) {
    int start = 0;
    while (start < query.length()) {
      int end = first(query, "&;", start + 1);
      int from = "?&;".indexOf(query.charAt(start)) >= 0 ? start + 1 : start;
      int equals = query.indexOf('=', from);
      if (equals > 0 && equals < end) {
        String key = query.substring(from, equals).trim();
        if (key.equalsIgnoreCase(name)) {
          String value = query.substring(equals + 1, end).trim();
          boolean braces = value.startsWith("{") && value.endsWith("}") && value.length() > 1;
          return braces ? value.substring(1, value.length() - 1) : value;
        }
      }
      start = end;
    }
    return null;
  }

  /** The first value of {@code (key=value)}, in a nest of those; or null. */
  static String value(String descriptor, String key) {
    String lower = descriptor.toLowerCase(Locale.ROOT);
    for (int at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, at + 1)) {
      int equals = at + key.length();
      while (equals < lower.length() && lower.charAt(equals) == ' ') {
        equals++;
      }
      boolean whole = at == 0 || "(, ".indexOf(lower.charAt(at - 1)) >= 0;
      if (whole && equals < lower.length() && lower.charAt(equals) == '=') {
        return descriptor.substring(equals + 1, first(descriptor, "),", equals)).trim();
      }
    }
    return null;
  }
}
