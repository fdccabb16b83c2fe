package io.sonde.exporter.prometheus;

/**
 * How names that Prometheus 2 could not read are written for who asks so ({@code escaping} of an
 * {@code Accept} header; prometheus.io/docs/instrumenting/escaping_schemes).
 */
enum EscapingScheme {
  ALLOW_UTF_8("allow-utf-8"),
  UNDERSCORES("underscores"),
  DOTS("dots"),
  VALUES("values");

  final String text;

  EscapingScheme(String text) {
    this.text = text;
  }

  /** Underscores for what is unknown, and for null. */
  static EscapingScheme of(String text) {
    for (EscapingScheme scheme : values()) {
      if (scheme.text.equals(text)) {
        return scheme;
      }
    }
    return UNDERSCORES;
  }

  /** Any text, as this scheme has it; one that is not empty for one that is not. */
  String escape(String name) {
    if (this == ALLOW_UTF_8 || this != DOTS && isLegacy(name)) {
      return name;
    }
    StringBuilder escaped = new StringBuilder(2 * name.length());
    if (this == VALUES) {
      escaped.append("U__");
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (isLegacy(c, i) && (c != '_' || this == UNDERSCORES)) {
        escaped.append((char) c);
      } else {
        append(escaped, c);
      }
      i += Character.charCount(c);
    }
    return escaped.toString();
  }

  private void append(StringBuilder escaped, int c) {
    if (this == UNDERSCORES) {
      escaped.append('_');
    } else if (this == DOTS) {
      escaped.append(c == '.' ? "_dot_" : "__");
    } else if (c == '_') {
      escaped.append("__");
    } else {
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      escaped.append('_').append(surrogate ? "FFFD" : Integer.toHexString(c)).append('_');
    }
  }

  /** Whether Prometheus 2 could read the name without quotes. */
  static boolean isLegacy(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLegacy(name.charAt(i), i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLegacy(int c, int index) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == ':'
        || c >= '0' && c <= '9' && index > 0;
  }
}
