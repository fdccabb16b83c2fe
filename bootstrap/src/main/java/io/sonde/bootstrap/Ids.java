package io.sonde.bootstrap;

import java.util.concurrent.ThreadLocalRandom;

/** Random ids and their hex text. Thread safe. */
public final class Ids {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

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
    byte[] text = new byte[16];
    write(value, text, 0);
    return text(text);
  }

  /** 32 lower-case hex digits. */
  public static String hex(long high, long low) {
    byte[] text = new byte[32];
    write(high, text, 0);
    write(low, text, 16);
    return text(text);
  }

  static void write(long value, byte[] text, int offset) {
    for (int i = 15; i >= 0; i--) {
      text[offset + 15 - i] = DIGITS[(int) (value >>> (4 * i)) & 15];
    }
  }

  /** Without the decoding of a charset: since Java 9 a plain copy. */
  @SuppressWarnings("deprecation")
  static String text(byte[] ascii) {
    return new String(ascii, 0);
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
