package io.sonde.bootstrap;

import java.nio.charset.Charset;

/**
 * Text that is made again and again of the same parts: what was made lately is found without
 * allocating. Bounded: a new text takes the place of another one. Thread safe.
 */
public final class RecentText {
  private static final Charset ISO_8859_1 = Charset.forName("ISO-8859-1");
  private static final int SLOTS = 1024;

  /** A longer text is made each time. */
  private static final int MAX_LENGTH = 128;

  /** Strings are immutable, so a slot needs no more than being written whole. */
  private static final String[] TEXTS = new String[SLOTS];

  private RecentText() {}

  /** The text of bytes in ISO 8859-1, as headers have them. */
  public static String of(byte[] bytes, int start, int length) {
    if (length > MAX_LENGTH) {
      return new String(bytes, start, length, ISO_8859_1);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = slot(hash);
    String text = TEXTS[slot];
    if (text == null || !same(text, bytes, start, length)) {
      text = new String(bytes, start, length, ISO_8859_1);
      TEXTS[slot] = text;
    }
    return text;
  }

  /** The text that was built; the builder is free again. */
  public static String of(StringBuilder built) {
    int length = built.length();
    if (length > MAX_LENGTH) {
      return built.toString();
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + built.charAt(i);
    }
    int slot = slot(hash);
    String text = TEXTS[slot];
    if (text == null || !text.contentEquals(built)) {
      text = built.toString();
      TEXTS[slot] = text;
    }
    return text;
  }

  /** Two texts with a blank between them. */
  public static String joined(String first, String second) {
    int length = first.length() + 1 + second.length();
    int slot = slot(31 * first.hashCode() + second.hashCode());
    String text = TEXTS[slot];
    if (text != null
        && text.length() == length
        && text.charAt(first.length()) == ' '
        && text.startsWith(first)
        && text.endsWith(second)) {
      return text;
    }
    text = first + ' ' + second;
    if (length <= MAX_LENGTH) {
      TEXTS[slot] = text;
    }
    return text;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
  }

  private static boolean same(String text, byte[] bytes, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != (bytes[start + i] & 255)) {
        return false;
      }
    }
    return true;
  }
}
