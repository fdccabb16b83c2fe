package io.sonde.exporter;

/** JSON strings that every parser takes, whatever the application put into them. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Appends {@code text} as a JSON string. */
  public static void quote(StringBuilder out, CharSequence text) {
    quote(out, text, Integer.MAX_VALUE);
  }

  /**
   * Appends {@code text}, or as much of it as fits, as a JSON string; never cuts within a character
   * or an escape. The lone half of a surrogate pair becomes {@code ?}: U+FFFD, the usual
   * replacement, makes LogQL's {@code json} throw the whole value away.
   *
   * @param maxBytes of UTF-8, the quotes included; at least 2
   * @return the bytes that it takes in UTF-8
   */
  public static int quote(StringBuilder out, CharSequence text, int maxBytes) {
    out.append('"');
    int bytes = 2;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < length
              && Character.isLowSurrogate(text.charAt(i + 1));
      int size = pair ? 4 : size(c);
      if (size > maxBytes - bytes) {
        break;
      }
      bytes += size;
      if (pair) {
        out.append(c).append(text.charAt(++i));
      } else {
        append(out, c);
      }
    }
    out.append('"');
    return bytes;
  }

  private static int size(char c) {
    if (c < 0x20) {
      return c == '\n' || c == '\r' || c == '\t' ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    if (Character.isSurrogate(c)) {
      return 1;
    }
    return c < 0x800 ? 2 : 3;
  }

  private static void append(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\r') {
      out.append("\\r");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (c < 0x20) {
      out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
    } else if (Character.isSurrogate(c)) {
      out.append('?');
    } else {
      out.append(c);
    }
  }
}
