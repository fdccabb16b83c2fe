package io.sonde.exporter.prometheus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One element of an {@code Accept} or {@code Accept-Encoding} header. Immutable. */
final class AcceptRange {
  private final String value;
  private final double quality;
  private final Map<String, String> parameters;

  private AcceptRange(String element) {
    String[] parts = split(element, ';');
    value = parts[0].trim().toLowerCase(Locale.ROOT);
    parameters = new HashMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        String name = parts[i].substring(0, equals).trim().toLowerCase(Locale.ROOT);
        parameters.put(name, unquoted(parts[i].substring(equals + 1).trim()));
      }
    }
    quality = quality(parameters.get("q"));
  }

  /**
   * @param header null when it was not sent
   */
  static List<AcceptRange> parse(String header) {
    if (header == null) {
      return Collections.emptyList();
    }
    List<AcceptRange> ranges = new ArrayList<AcceptRange>();
    for (String element : split(header, ',')) {
      ranges.add(new AcceptRange(element));
    }
    return ranges;
  }

  /** In lower case, without parameters. */
  String value() {
    return value;
  }

  /** 0 (not acceptable) to 1; what cannot be read counts as 0. */
  double quality() {
    return quality;
  }

  /** Null when absent. */
  String parameter(String name) {
    return parameters.get(name);
  }

  private static double quality(String text) {
    if (text == null) {
      return 1;
    }
    try {
      double parsed = Double.parseDouble(text);
      return parsed > 0 && parsed <= 1 ? parsed : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String unquoted(String text) {
    int last = text.length() - 1;
    return last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"'
        ? text.substring(1, last)
        : text;
  }

  /** {@code String.split} may compile a regular expression. */
  private static String[] split(String text, char separator) {
    List<String> parts = new ArrayList<String>();
    int from = 0;
    for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
      parts.add(text.substring(from, to));
      from = to + 1;
    }
    parts.add(text.substring(from));
    return parts.toArray(new String[0]);
  }
}
