package io.sonde.exporter.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code key=value,key2=value2}, the values percent-encoded as in W3C baggage. */
final class OtlpHeaders {
  private static final String NAME = "headers";

  private OtlpHeaders() {}

  /** Names in lower case, in the order given; a user agent is always among them. */
  static Map<String, String> parse(OtlpProperties properties) {
    Map<String, String> headers = new LinkedHashMap<String, String>();
    headers.put("user-agent", "sonde-otlp-exporter");
    String text = properties.get(NAME);
    int end = text == null ? 0 : text.length();
    int entry = 1;
    for (int from = 0; from < end; entry++) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? end : comma;
      int equals = text.indexOf('=', from);
      if (!text.substring(from, to).trim().isEmpty()) {
        String name = equals < 0 || equals > to ? "" : text.substring(from, equals).trim();
        String value = name.isEmpty() ? null : decode(text.substring(equals + 1, to).trim());
        if (!isToken(name) || value == null || !isPrintable(value)) {
          throw properties.malformed(NAME, "has a malformed entry " + entry + ": not name=value");
        }
        headers.put(name.toLowerCase(Locale.ROOT), value);
      }
      from = to + 1;
    }
    return headers;
  }

  /** Null if an escape is broken. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      int octet = encoded[i];
      if (octet == '%') {
        int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
        int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        octet = high << 4 | low;
        i += 2;
      }
      decoded.write(octet);
    }
    return new String(decoded.toByteArray(), StandardCharsets.UTF_8);
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Anything else would end the header, or be read differently by HTTP/1.1 and gRPC. */
  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
