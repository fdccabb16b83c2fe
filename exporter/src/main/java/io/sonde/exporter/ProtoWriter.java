package io.sonde.exporter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes the protobuf wire format into a buffer that grows and can be used again. Fields are
 * written in call order; default values too, so a caller leaves out what it wants left out. Not
 * thread safe.
 *
 * <p>A nested message is written in place between {@link #begin} and {@link #end}, which moves it
 * once when its length needs another number of bytes than was guessed: no second buffer, no size
 * pass.
 */
public final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /** Bytes of buffer that one burst may leave behind. */
  private static final int KEEP = 1 << 20;

  private byte[] buffer;

  /** The same bytes, for eight of them at once. */
  private ByteBuffer eights;

  private int size;

  /**
   * @param capacity bytes to start with
   */
  public ProtoWriter(int capacity) {
    buffer(new byte[Math.max(16, capacity)]);
  }

  private void buffer(byte[] bytes) {
    buffer = bytes;
    eights = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Forgets what was written. The buffer stays, unless a burst made it larger than 1 MiB. */
  public void reset() {
    size = 0;
    if (buffer.length > KEEP) {
      buffer(new byte[KEEP / 16]);
    }
  }

  /** Leaves room for {@code bytes} that {@link #prefix} fills. */
  public void reserve(int bytes) {
    ensure(bytes);
    size += bytes;
  }

  /** Puts {@code prefix} where {@code reserved} bytes were left at the very beginning. */
  public void prefix(int reserved, ProtoWriter prefix) {
    int move = prefix.size - reserved;
    if (move != 0) {
      ensure(Math.max(0, move));
      System.arraycopy(buffer, reserved, buffer, prefix.size, size - reserved);
      size += move;
    }
    System.arraycopy(prefix.buffer, 0, buffer, 0, prefix.size);
  }

  /** Forgets what was written since {@link #size} was {@code earlier}. */
  public void truncate(int earlier) {
    size = earlier;
  }

  /** Bytes written. */
  public int size() {
    return size;
  }

  /**
   * The buffer itself, of which the first {@link #size} bytes are written; valid until the next.
   */
  public byte[] buffer() {
    return buffer;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** {@code int32}, {@code int64}, {@code uint32}, {@code uint64}, {@code enum} or {@code bool}. */
  public void varint(int field, long value) {
    tag(field, VARINT);
    rawVarint(value);
  }

  /** {@code sint32} or {@code sint64}. */
  public void zigzag(int field, long value) {
    varint(field, (value << 1) ^ (value >> 63));
  }

  public void fixed64(int field, long value) {
    tag(field, FIXED64);
    rawFixed64(value);
  }

  public void fixed32(int field, int value) {
    tag(field, FIXED32);
    rawLittleEndian(value, 4);
  }

  public void doubleValue(int field, double value) {
    fixed64(field, Double.doubleToRawLongBits(value));
  }

  /** A span's id as {@code bytes}. */
  public void id(int field, long id) {
    tag(field, LENGTH_DELIMITED);
    rawVarint(8);
    rawFixed64(Long.reverseBytes(id));
  }

  /** A trace's id as {@code bytes}. */
  public void id(int field, long high, long low) {
    tag(field, LENGTH_DELIMITED);
    rawVarint(16);
    rawFixed64(Long.reverseBytes(high));
    rawFixed64(Long.reverseBytes(low));
  }

  public void bytes(int field, byte[] value) {
    bytes(field, value, 0, value.length);
  }

  public void bytes(int field, byte[] value, int offset, int length) {
    tag(field, LENGTH_DELIMITED);
    rawVarint(length);
    rawBytes(value, offset, length);
  }

  /** A text, as {@link #rawText} writes it. */
  public void string(int field, String value) {
    int length = value.length();
    if (ascii(value)) {
      tag(field, LENGTH_DELIMITED);
      rawVarint(length);
      rawAscii(value, length);
      return;
    }
    int width = varintSize(length);
    int start = begin(field, width);
    rawText(value);
    end(start, width);
  }

  /** {@link #begin(int, int)} for a content that is short. */
  public int begin(int field) {
    return begin(field, 1);
  }

  /**
   * Starts a length-delimited field (a message, packed numbers).
   *
   * @param width bytes that the length will probably need: 2 from 128 on, 3 from 16,384
   * @return what {@link #end(int, int)} needs
   */
  public int begin(int field, int width) {
    tag(field, LENGTH_DELIMITED);
    ensure(width);
    size += width;
    return size;
  }

  /** Ends the field that {@link #begin(int)} began; nested ones must have ended. */
  public void end(int start) {
    end(start, 1);
  }

  /** Ends the field that {@link #begin(int, int)} began with this {@code width}. */
  public void end(int start, int width) {
    int length = size - start;
    if (width == 1 && length < 0x80) {
      buffer[start - 1] = (byte) length;
      return;
    }
    if (width == 2 && length >= 0x80 && length < 0x4000) {
      buffer[start - 2] = (byte) (length | 0x80);
      buffer[start - 1] = (byte) (length >>> 7);
      return;
    }
    int move = varintSize(length) - width;
    if (move != 0) {
      ensure(Math.max(0, move));
      System.arraycopy(buffer, start, buffer, start + move, length);
    }
    size = start - width;
    rawVarint(length);
    size += length;
  }

  /** A varint without a tag: an element of a packed field, or a delimiter between messages. */
  public void rawVarint(long value) {
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
  public void rawBytes(byte[] value, int offset, int length) {
    ensure(length);
    System.arraycopy(value, offset, buffer, size, length);
    size += length;
  }

  /** Bytes that were written before, from {@code offset} on. */
  public void rawAgain(int offset, int length) {
    ensure(length);
    System.arraycopy(buffer, offset, buffer, size, length);
    size += length;
  }

  /** The low eight bits, such as a character of ASCII. */
  public void rawByte(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  /** The lowest {@code bytes} of {@code value}, at most four, the lowest first. */
  public void rawLittleEndian(int value, int bytes) {
    ensure(4);
    eights.putInt(size, value);
    size += bytes;
  }

  /** 16 lower-case hex digits. */
  public void rawHex(long value) {
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
  public void rawQuoted(String text) {
    int length = text.length();
    ensure(length + 2);
    buffer[size] = '"';
    rawAscii(text, length, size + 1);
    buffer[size + length + 1] = '"';
    size += length + 2;
  }

  /** A key of an object in JSON, ASCII that needs no escape, between {@code before} and a colon. */
  public void rawKey(char before, String key) {
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
  public void rawText(String text) {
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
  private static boolean ascii(String text) {
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
  public void rawAscii(String text, int length) {
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
  public void rawCodePoint(int c) {
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

  private void tag(int field, int wireType) {
    rawVarint((long) field << 3 | wireType);
  }

  /**
   * Eight octets without a tag: an element of a packed field of {@code fixed64} or {@code double}.
   */
  public void rawFixed64(long value) {
    ensure(8);
    eights.putLong(size, value);
    size += 8;
  }

  private void ensure(int more) {
    if (more > buffer.length - size) {
      buffer(Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more)));
    }
  }
}
