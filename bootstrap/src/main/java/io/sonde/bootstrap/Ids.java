package io.sonde.bootstrap;

import java.util.concurrent.ThreadLocalRandom;

/** Random ids and their hex text. Thread safe. */
public final class Ids {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Ids() {}

  static long random() {
    return ThreadLocalRandom.current().nextLong();
  }

  static long randomNonZero() {
    long id;
    do {
      id = ThreadLocalRandom.current().nextLong();
    } while (id == 0);
    return id;
  }

  /** 16 lower-case hex digits. */
  public static String hex(long value) {
    char[] text = new char[16];
    write(value, text, 0);
    return new String(text);
  }

  /** 32 lower-case hex digits. */
  public static String hex(long high, long low) {
    char[] text = new char[32];
    write(high, text, 0);
    write(low, text, 16);
    return new String(text);
  }

  static void write(long value, char[] text, int offset) {
    for (int i = 15; i >= 0; i--) {
      text[offset + 15 - i] = DIGITS[(int) (value >>> (4 * i)) & 15];
    }
  }

  /**
   * Reads {@code length} (at most 16) lower-case hex digits.
   *
   * @return the value, or 0 (which no valid id is) when a character is not such a digit
   */
  static long parse(String text, int offset, int length) {
    if (offset + length > text.length()) {
      return 0;
    }
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return 0;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  static boolean isHex(String text, int offset, int length) {
    if (offset + length > text.length()) {
      return false;
    }
    for (int i = offset; i < offset + length; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
