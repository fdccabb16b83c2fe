package io.sonde.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads texts as values; null for what is malformed. Total on any input. */
final class Values {
  private Values() {}

  static Boolean flag(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Boolean.TRUE;
    }
    return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  /** A whole number within a range. */
  static Long number(String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      return value >= min && value <= max ? Long.valueOf(value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Milliseconds, or a whole number followed by {@code ms}, {@code s}, {@code m} or {@code h}. */
  static Long millis(String text, long min, long max) {
    int end = text.length();
    while (end > 0 && !isDigit(text.charAt(end - 1))) {
      end--;
    }
    long factor = factor(text.substring(end).trim());
    if (factor == 0) {
      return null;
    }
    Long value = number(text.substring(0, end), 0, max / factor);
    return value == null || value * factor < min ? null : Long.valueOf(value * factor);
  }

  private static long factor(String unit) {
    switch (unit) {
      case "":
      case "ms":
        return 1;
      case "s":
        return 1000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      default:
        return 0;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static Double ratio(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= 1 ? Double.valueOf(value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Only what tells a URL from another text: {@code java.net.URL} is too dear for start-up. */
  static String url(String text) {
    int host = text.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
    if (host == 8 && !text.regionMatches(true, 0, "https://", 0, 8)) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return null;
      }
    }
    int end = host;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String authority = text.substring(host, end);
    int at = authority.indexOf('@');
    return isAddress(authority.substring(at + 1)) ? text : null;
  }

  static String urlOrUdp(String text) {
    boolean udp = text.regionMatches(true, 0, "udp://", 0, 6);
    return url(udp ? "http" + text.substring(3) : text) == null ? null : text;
  }

  /** A host, and a port or none. */
  static boolean isAddress(String address) {
    boolean ipv6 = address.startsWith("[");
    int end = ipv6 ? address.indexOf(']') + 1 : address.indexOf(':');
    if (end < 0) {
      end = address.length();
    }
    for (int i = 0; i < end; i++) {
      char c = address.charAt(i);
      if (!Character.isLetterOrDigit(c) && (ipv6 ? "[]:.%" : ".-_").indexOf(c) < 0) {
        return false;
      }
    }
    if (end == 0 || end == address.length()) {
      return end > 0;
    }
    return address.charAt(end) == ':' && number(address.substring(end + 1), 1, 65_535) != null;
  }

  static List<String> list(String text) {
    List<String> entries = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String entry = text.substring(start, end).trim();
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
      start = end + 1;
    }
    return entries;
  }

  /** The choice that {@code text} names in any case of letters. */
  static String oneOf(String text, String[] choices) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String choice : choices) {
      if (choice.equals(lower)) {
        return choice;
      }
    }
    return null;
  }

  /** Those names that are among the choices; none at all for {@code none}; null when all fail. */
  static List<String> names(String text, String[] choices) {
    List<String> known = new ArrayList<>();
    List<String> entries = list(text);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      if (entry.equalsIgnoreCase("none")) {
        return new ArrayList<>();
      }
      String choice = oneOf(entry, choices);
      if (choice != null && !known.contains(choice)) {
        known.add(choice);
      }
    }
    return known.isEmpty() ? null : known;
  }

  static String join(String[] texts) {
    StringBuilder joined = new StringBuilder();
    for (String text : texts) {
      joined.append(joined.length() == 0 ? "" : ", ").append(text);
    }
    return joined.toString();
  }
}
