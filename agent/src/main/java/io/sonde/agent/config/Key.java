package io.sonde.agent.config;

import java.util.List;

/**
 * One setting: its name, type, default and meaning. Declared in a {@link Section}, read with {@link
 * Config#get}. Immutable.
 *
 * <p>One class with a switch, not one class for each type: classes loaded in {@code premain} are
 * what start-up time is made of.
 *
 * @param <T> what its text is read as
 */
public final class Key<T> {
  static final String TEXT = "text";
  static final String SECRET = "secret";
  static final String URL = "URL";
  static final String URL_OR_UDP = "URL or udp://";
  static final String FLAG = "boolean";
  static final String NUMBER = "number";
  static final String MILLIS = "duration";
  static final String RATIO = "ratio";
  static final String LIST = "list";
  static final String MAP = "map";
  static final String HEADERS = "headers";
  static final String ONE_OF = "one of";
  static final String NAMES = "names";

  final String name;
  final String type;
  final String meaning;

  /** Read like a value of the user's; null when there is none. */
  final String defaultText;

  /** Whose value is taken when this one is unset; null when {@link #defaultText} is. */
  final Key<T> fallback;

  private final String unit;
  private final long min;
  private final long max;
  private final String[] choices;

  private Key(
      String name,
      String type,
      String meaning,
      String defaultText,
      Key<T> fallback,
      String unit,
      long min,
      long max,
      String[] choices) {
    this.name = name;
    this.type = type;
    this.meaning = meaning;
    this.defaultText = defaultText;
    this.fallback = fallback;
    this.unit = unit;
    this.min = min;
    this.max = max;
    this.choices = choices;
  }

  static <T> Key<T> plain(String name, String type, String defaultText, String meaning) {
    return new Key<>(name, type, meaning, defaultText, null, null, 0, 0, null);
  }

  static <T> Key<T> range(
      String name, String type, String defaultText, long min, long max, String unit, String text) {
    return new Key<>(name, type, text, defaultText, null, unit, min, max, null);
  }

  static <T> Key<T> choice(
      String name, String type, String defaultText, String meaning, String[] choices) {
    return new Key<>(name, type, meaning, defaultText, null, null, 0, 0, choices);
  }

  /** A key that is read like {@code general}, and has its value when unset. */
  static <T> Key<T> like(Key<T> general, String name, String meaning) {
    return new Key<>(
        name,
        general.type,
        meaning,
        null,
        general,
        general.unit,
        general.min,
        general.max,
        general.choices);
  }

  /** The property's name. */
  public String name() {
    return name;
  }

  /** The name of the environment variable: upper case, with an underscore for dots and dashes. */
  String variable() {
    return variable(name);
  }

  static String variable(String name) {
    char[] text = name.toCharArray();
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      if (c == '.' || c == '-') {
        text[i] = '_';
      } else if (c >= 'a' && c <= 'z') {
        text[i] = (char) (c - 'a' + 'A');
      }
    }
    return new String(text);
  }

  /**
   * @param text trimmed
   * @return the value, or null when {@code text} is malformed
   */
  Object parse(String text) {
    switch (type) {
      case TEXT:
      case SECRET:
        return text;
      case URL:
        return Values.url(text);
      case URL_OR_UDP:
        return Values.urlOrUdp(text);
      case FLAG:
        return Values.flag(text);
      case NUMBER:
        Long number = Values.number(text, min, max);
        return number == null ? null : Integer.valueOf(number.intValue());
      case MILLIS:
        return Values.millis(text, min, max);
      case RATIO:
        return Values.ratio(text);
      case LIST:
        return Values.list(text);
      case MAP:
        return MapText.parse(text);
      case HEADERS:
        return MapText.headers(text);
      case ONE_OF:
        return Values.oneOf(text, choices);
      default:
        return Values.names(text, choices);
    }
  }

  /** Whether no name in a list had to be left out. */
  boolean complete(String text) {
    if (!type.equals(NAMES)) {
      return true;
    }
    List<String> names = Values.list(text);
    for (int i = 0; i < names.size(); i++) {
      String entry = names.get(i);
      if (!entry.equalsIgnoreCase("none") && Values.oneOf(entry, choices) == null) {
        return false;
      }
    }
    return true;
  }

  /** What a value must be, for people. */
  String expected() {
    switch (type) {
      case URL:
        return "a URL beginning with http:// or https://";
      case URL_OR_UDP:
        return "a URL beginning with http://, https:// or udp://";
      case FLAG:
        return "true or false";
      case NUMBER:
        return "a whole number from " + min + " to " + max + " (" + unit + ")";
      case MILLIS:
        return "a duration from " + min + " to " + max + " milliseconds";
      case RATIO:
        return "a number from 0 to 1";
      case LIST:
        return "a comma-separated list";
      case MAP:
        return "a list k1=v1,k2=v2, percent-encoded";
      case HEADERS:
        return "a list name1=value1,name2=value2 of HTTP headers, values percent-encoded";
      case ONE_OF:
        return "one of " + Values.join(choices);
      case NAMES:
        return "none or a comma-separated list of " + Values.join(choices);
      default:
        return "text";
    }
  }
}
