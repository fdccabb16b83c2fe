package io.sonde.agent.config;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code k1=v1,k2=v2}. Total on any input. */
final class MapText {
  private static final String NOT_IN_TOKENS = " ()<>@,;:\\\"/[]?={}";

  private MapText() {}

  /**
   * Keys and values are percent-decoded, as the specification has it for resource attributes and
   * OTLP headers; a {@code +} stays one, for base64 is full of them. Entries without value are left
   * out, the last of equal keys counts.
   *
   * @return in the order given; null when malformed in any part, since the specification has the
   *     whole value discarded then
   */
  static Map<String, String> parse(String text) {
    return parse(text, false);
  }

  private static Map<String, String> parse(String text, boolean headers) {
    Map<String, String> map = new LinkedHashMap<>();
    List<String> entries = Values.list(text);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      int equals = entry.indexOf('=');
      if (equals < 0 || headers && !isPrintable(entry, "")) {
        return null;
      }
      String key = decode(entry.substring(0, equals).trim());
      String value = decode(entry.substring(equals + 1).trim());
      if (key == null || key.isEmpty() || value == null) {
        return null;
      }
      if (headers && !(isPrintable(key, NOT_IN_TOKENS) && isPrintable(value, ""))) {
        return null;
      }
      if (!value.isEmpty()) {
        map.put(key, value);
      }
    }
    return map;
  }

  /** Like {@link #parse}, and null when a part cannot be sent as an HTTP header (RFC 9110). */
  static Map<String, String> headers(String text) {
    return parse(text, true);
  }

  private static boolean isPrintable(String text, String except) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || except.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Null for a broken escape, and for control characters: they would end a header. */
  private static String decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int value = in[i];
      if (value == '%') {
        value = i + 2 < in.length ? 16 * digit(in[i + 1]) + digit(in[i + 2]) : -1;
        i += 2;
        if (value < 0) {
          return null;
        }
      }
      if (value >= 0 && value < ' ') {
        return null;
      }
      out[length++] = (byte) value;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** So low for what is no digit that no second digit makes up for it. */
  private static int digit(byte c) {
    int value = Character.digit((char) c, 16);
    return value < 0 ? -1000 : value;
  }
}
