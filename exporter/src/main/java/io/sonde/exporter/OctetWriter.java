package io.sonde.exporter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes octets, numbers and texts into a buffer that grows and can be used again. Not thread safe.
 */
public class OctetWriter {
  /** Bytes of buffer that one burst may leave behind. */
  private static final int KEEP = 1 << 20;

  byte[] buffer;

  /** The same bytes, for eight of them at once. */
  private ByteBuffer eights;

  int size;

  /**
   * @param capacity bytes to start with
   */
  public OctetWriter(int capacity) {
    buffer(new byte[Math.max(16, capacity)]);
  }

  private void buffer(byte[] bytes) {
    buffer = bytes;
    eights = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Forgets what was written. The buffer stays, unless a burst made it larger than 1 MiB. */
  public final void reset() {
    size = 0;
    if (buffer.length > KEEP) {
      buffer(new byte[KEEP / 16]);
    }
  }

  /** Leaves room for {@code bytes} that {@link #prefix} fills. */
  public final void reserve(int bytes) {
    ensure(bytes);
    size += bytes;
  }

  /** Puts {@code prefix} where {@code reserved} bytes were left at the very beginning. */
  public final void prefix(int reserved, OctetWriter prefix) {
    int move = prefix.size - reserved;
    if (move != 0) {
      ensure(Math.max(0, move));
      System.arraycopy(buffer, reserved, buffer, prefix.size, size - reserved);
      size += move;
    }
    System.arraycopy(prefix.buffer, 0, buffer, 0, prefix.size);
  }

  /** Forgets what was written since {@link #size} was {@code earlier}. */
  public final void truncate(int earlier) {
    size = earlier;
  }

  /** Bytes written. */
  public final int size() {
    return size;
  }

  /**
   * The buffer itself, of which the first {@link #size} bytes are written; valid until the next.
   */
  public final byte[] buffer() {
    return buffer;
  }

  public final byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** A varint without a tag: an element of a packed field, or a delimiter between messages. */
  public final void rawVarint(long value) {
    if (value >= 0 && value < 0x80) {
      rawByte((int) value); // nearly all are
      return;
    }
    ensure(10);
    while ((value & ~0x7FL) != 0) {
      buffer[size++] = (byte) (value & 0x7F | 0x80);
      value >>>= 7;
    }
    buffer[size++] = (byte) value;
  }

  /** Bytes as they are, such as messages that another writer made. */
  public final void rawBytes(byte[] value, int offset, int length) {
    ensure(length);
    System.arraycopy(value, offset, buffer, size, length);
    size += length;
  }

  /** Bytes that were written before, from {@code offset} on. */
  public final void rawAgain(int offset, int length) {
    ensure(length);
    System.arraycopy(buffer, offset, buffer, size, length);
    size += length;
  }

  /** The low eight bits, such as a character of ASCII. */
  public final void rawByte(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  /** The lowest {@code bytes} of {@code value}, at most four, the lowest first. */
  public final void rawLittleEndian(int value, int bytes) {
    ensure(4);
    eights.putInt(size, value);
    size += bytes;
  }

  /** 16 lower-case hex digits. */
  public final void rawHex(long value) {
    ensure(16);
    eights.putLong(size, hex(value >>> 32));
    eights.putLong(size + 8, hex(value & 0xFFFFFFFFL));
    size += 16;
  }

  /** Eight digits at once, the first in the lowest byte: a log event has up to twelve times 16. */
  private static long hex(long value) {
    long digits = (value << 16 | value) & 0x0000FFFF0000FFFFL;
    digits = (digits << 8 | digits) & 0x00FF00FF00FF00FFL;
    digits = (digits << 4 | digits) & 0x0F0F0F0F0F0F0F0FL;
    long letters = digits + 0x0606060606060606L >>> 4 & 0x0101010101010101L;
    return Long.reverseBytes(digits + 0x3030303030303030L + letters * ('a' - '0' - 10));
  }

  /** A text in quotes, ASCII that JSON needs no escape for. */
  public final void rawQuoted(String text) {
    int length = text.length();
    ensure(length + 2);
    buffer[size] = '"';
    rawAscii(text, length, size + 1);
    buffer[size + length + 1] = '"';
    size += length + 2;
  }

  /** A key of an object in JSON, ASCII that needs no escape, between {@code before} and a colon. */
  public final void rawKey(char before, String key) {
    int length = key.length();
    ensure(length + 4);
    buffer[size] = (byte) before;
    buffer[size + 1] = '"';
    rawAscii(key, length, size + 2);
    buffer[size + length + 2] = '"';
    buffer[size + length + 3] = ':';
    size += length + 4;
  }

  /**
   * UTF-8. The lone half of a surrogate pair becomes {@code ?}, as with Java's own encoder: proto3
   * demands valid text, and Loki throws values with U+FFFD away.
   */
  public final void rawText(String text) {
    int length = text.length();
    int ascii = asciiPrefix(text);
    rawAscii(text, ascii);
    for (int i = ascii; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        rawCodePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        rawCodePoint(Character.isSurrogate(c) ? '?' : c);
      }
    }
  }

  /** Without a way out of the loop, which the compiler can then unroll. */
  static boolean ascii(String text) {
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      bits |= text.charAt(i);
    }
    return bits < 0x80;
  }

  private static int asciiPrefix(String text) {
    int length = text.length();
    int i = 0;
    while (i < length && text.charAt(i) < 0x80) {
      i++;
    }
    return i;
  }

  /** The first {@code length} characters, which are ASCII. */
  public final void rawAscii(String text, int length) {
    ensure(length);
    rawAscii(text, length, size);
    size += length;
  }

  @SuppressWarnings("deprecation")
  private void rawAscii(String text, int length, int at) {
    // Deprecated for what it does to other characters; the one way that copies without a loop.
    text.getBytes(0, length, buffer, at);
  }

  /** UTF-8 of a character that is no surrogate. */
  public final void rawCodePoint(int c) {
    ensure(4);
    if (c < 0x80) {
      buffer[size++] = (byte) c;
    } else if (c < 0x800) {
      buffer[size++] = (byte) (0xC0 | c >> 6);
      buffer[size++] = (byte) (0x80 | c & 0x3F);
    } else if (c < 0x10000) {
      buffer[size++] = (byte) (0xE0 | c >> 12);
      buffer[size++] = (byte) (0x80 | c >> 6 & 0x3F);
      buffer[size++] = (byte) (0x80 | c & 0x3F);
    } else {
      buffer[size++] = (byte) (0xF0 | c >> 18);
      buffer[size++] = (byte) (0x80 | c >> 12 & 0x3F);
      buffer[size++] = (byte) (0x80 | c >> 6 & 0x3F);
      buffer[size++] = (byte) (0x80 | c & 0x3F);
    }
  }

  /** How many bytes {@code value} takes as a varint. */
  public static int varintSize(long value) {
    int bytes = 1;
    while ((value & ~0x7FL) != 0) {
      bytes++;
      value >>>= 7;
    }
    return bytes;
  }

  /**
   * Eight octets without a tag: an element of a packed field of {@code fixed64} or {@code double}.
   */
  public final void rawFixed64(long value) {
    ensure(8);
    eights.putLong(size, value);
    size += 8;
  }

  final void ensure(int more) {
    if (more > buffer.length - size) {
      buffer(Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more)));
    }
  }
}
