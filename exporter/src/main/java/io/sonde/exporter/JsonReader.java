package io.sonde.exporter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) of small answers: an object as a {@code Map}, an array as a {@code List}, a
 * number as a {@code Double}. Takes no more depth than answers have, so that none ends in a stack
 * overflow.
 */
public final class JsonReader {
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException for what is no JSON
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    if (reader.peek() != 0) {
      throw reader.malformed();
    }
    return value;
  }

  private Object value() {
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return literal("true", Boolean.TRUE);
      case 'f':
        return literal("false", Boolean.FALSE);
      case 'n':
        return literal("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<String, Object>();
    open();
    if (peek() == '}') {
      return close(members);
    }
    while (true) {
      if (peek() != '"') {
        throw malformed();
      }
      String name = string();
      expect(':');
      members.put(name, value());
      if (peek() == '}') {
        return close(members);
      }
      expect(',');
    }
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<Object>();
    open();
    if (peek() == ']') {
      return close(elements);
    }
    while (true) {
      elements.add(value());
      if (peek() == ']') {
        return close(elements);
      }
      expect(',');
    }
  }

  private void open() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw malformed();
    }
  }

  private <T> T close(T value) {
    at++;
    depth--;
    return value;
  }

  private String string() {
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c < ' ') {
        break;
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw malformed();
  }

  private char escaped() {
    int index = at < text.length() ? "\"\\/bfnrtu".indexOf(text.charAt(at++)) : -1;
    if (index < 0) {
      throw malformed();
    }
    if (index < 8) {
      return "\"\\/\b\f\n\r\t".charAt(index);
    }
    int code = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private Object literal(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private Double number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw malformed();
    }
    at++;
  }

  /** The next character that is no white space, 0 at the end. */
  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("no JSON at character " + at);
  }
}
