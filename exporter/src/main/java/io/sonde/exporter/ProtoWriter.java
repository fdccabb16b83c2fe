package io.sonde.exporter;

import java.util.Arrays;

/**
 * Writes the protobuf wire format into a buffer that grows and can be used again. Fields are
 * written in call order; default values too, so a caller leaves out what it wants left out. Not
 * thread safe.
 *
 * <p>A nested message is written in place between {@link #begin} and {@link #end}, which moves it
 * once when its length needs more than one byte: no second buffer, no size pass.
 */
public final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;

  private byte[] buffer;
  private int size;

  /**
   * @param capacity bytes to start with
   */
  public ProtoWriter(int capacity) {
    buffer = new byte[Math.max(16, capacity)];
  }

  /** Forgets what was written; the buffer stays. */
  public void reset() {
    size = 0;
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
    ensure(8);
    for (int shift = 0; shift < 64; shift += 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  public void doubleValue(int field, double value) {
    fixed64(field, Double.doubleToRawLongBits(value));
  }

  public void bytes(int field, byte[] value) {
    bytes(field, value, 0, value.length);
  }

  public void bytes(int field, byte[] value, int offset, int length) {
    tag(field, LENGTH_DELIMITED);
    rawVarint(length);
    rawBytes(value, offset, length);
  }

  /** UTF-8; the lone half of a surrogate pair becomes U+FFFD, as proto3 demands valid text. */
  public void string(int field, CharSequence value) {
    int start = begin(field);
    utf8(value);
    end(start);
  }

  /**
   * Starts a length-delimited field (a message, packed numbers).
   *
   * @return what {@link #end} needs
   */
  public int begin(int field) {
    tag(field, LENGTH_DELIMITED);
    ensure(1);
    size++;
    return size;
  }

  /** Ends the field that {@code start} began; nested ones must have ended. */
  public void end(int start) {
    int length = size - start;
    int extra = varintSize(length) - 1;
    if (extra > 0) {
      ensure(extra);
      System.arraycopy(buffer, start, buffer, start + extra, length);
    }
    size = start - 1;
    rawVarint(length);
    size += length;
  }

  /** A varint without a tag: an element of a packed field, or a delimiter between messages. */
  public void rawVarint(long value) {
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

  private void utf8(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      int c = text.charAt(i);
      ensure(4);
      if (c < 0x80) {
        buffer[size++] = (byte) c;
      } else if (c < 0x800) {
        buffer[size++] = (byte) (0xC0 | c >> 6);
        buffer[size++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate((char) c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int code = Character.toCodePoint((char) c, text.charAt(++i));
        buffer[size++] = (byte) (0xF0 | code >> 18);
        buffer[size++] = (byte) (0x80 | code >> 12 & 0x3F);
        buffer[size++] = (byte) (0x80 | code >> 6 & 0x3F);
        buffer[size++] = (byte) (0x80 | code & 0x3F);
      } else {
        int code = Character.isSurrogate((char) c) ? 0xFFFD : c;
        buffer[size++] = (byte) (0xE0 | code >> 12);
        buffer[size++] = (byte) (0x80 | code >> 6 & 0x3F);
        buffer[size++] = (byte) (0x80 | code & 0x3F);
      }
    }
  }

  private void ensure(int more) {
    if (more > buffer.length - size) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
