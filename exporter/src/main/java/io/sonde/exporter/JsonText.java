package io.sonde.exporter;

/** JSON strings that every parser takes, whatever the application put into them. */
public final class JsonText {
  /** Which characters of Latin-1 stay as they are, in one byte each. */
  private static final boolean[] PLAIN = new boolean[0x100];

  static {
    for (int c = 0x20; c < 0x80; c++) {
      PLAIN[c] = c != '"' && c != '\\';
    }
  }

  private JsonText() {}

  /**
   * Writes {@code text}, or as much of it as fits, as a JSON string in UTF-8; never cuts within a
   * character or an escape. The lone half of a surrogate pair becomes {@code ?}: U+FFFD, the usual
   * replacement, makes LogQL's {@code json} throw the whole value away.
   *
   * @param maxBytes the quotes included; at least 2
   */
  public static void quote(OctetWriter out, String text, int maxBytes) {
    int length = text.length();
    if (length <= maxBytes - 2 && plain(text, length) == length) {
      out.rawQuoted(text);
      return;
    }
    out.rawByte('"');
    escape(out, text, maxBytes - 2);
    out.rawByte('"');
  }

  /**
   * As {@link #quote}, with an escape for every character outside of ASCII: for receivers whose own
   * reading of UTF-8 has faults.
   */
  public static void quoteAscii(OctetWriter out, String text, int maxBytes) {
    out.rawByte('"');
    write(out, text, maxBytes - 2, true);
    out.rawByte('"');
  }

  /** What {@link #quote} writes between the quotes. */
  public static void escape(OctetWriter out, String text, int maxBytes) {
    write(out, text, maxBytes, false);
  }

  private static void write(OctetWriter out, String text, int maxBytes, boolean ascii) {
    int left = maxBytes;
    int length = text.length();
    int plain = plain(text, Math.min(length, left));
    out.rawAscii(text, plain);
    left -= plain;
    for (int i = plain; i < length; i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < length
              && Character.isLowSurrogate(text.charAt(i + 1));
      boolean escaped = ascii && (pair || c >= 0x80 && !Character.isSurrogate(c));
      left -= bytes(c, pair, escaped);
      if (left < 0) {
        break;
      }
      if (escaped) {
        escape(out, c);
        if (pair) {
          escape(out, text.charAt(++i));
        }
      } else if (pair) {
        out.rawCodePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        write(out, c);
      }
    }
  }

  private static int bytes(char c, boolean pair, boolean escaped) {
    if (escaped) {
      return pair ? 12 : 6;
    }
    return pair ? 4 : size(c);
  }

  /** Writes a whole number, without making a text of it first. */
  public static void number(OctetWriter out, long value) {
    if (value == Long.MIN_VALUE) {
      out.rawText("-9223372036854775808");
      return;
    }
    if (value < 0) {
      out.rawByte('-');
      value = -value;
    }
    long unit = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.rawByte((int) ('0' + value / unit % 10));
    }
  }

  private static void escape(OctetWriter out, char c) {
    out.rawByte('\\');
    out.rawByte('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.rawByte("0123456789abcdef".charAt(c >>> shift & 0xF));
    }
  }

  /** How many characters from the first on, of {@code limit}, are ASCII and stay as they are. */
  private static int plain(String text, int limit) {
    int i = 0;
    for (char c; i < limit && (c = text.charAt(i)) < PLAIN.length && PLAIN[c]; ) {
      i++;
    }
    return i;
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

  private static void write(OctetWriter out, char c) {
    if (c == '"' || c == '\\') {
      out.rawByte('\\');
      out.rawByte(c);
    } else if (c >= 0x20) {
      out.rawCodePoint(Character.isSurrogate(c) ? '?' : c);
    } else if (c == '\n') {
      out.rawText("\\n");
    } else if (c == '\r') {
      out.rawText("\\r");
    } else if (c == '\t') {
      out.rawText("\\t");
    } else {
      escape(out, c);
    }
  }
}
