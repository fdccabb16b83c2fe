package io.sonde.exporter;

/**
 * Writes the protobuf wire format. Fields are written in call order; default values too, so a
 * caller leaves out what it wants left out. Not thread safe.
 *
 * <p>A nested message is written in place between {@link #begin} and {@link #end}, which moves it
 * once when its length needs another number of bytes than was guessed: no second buffer, no size
 * pass.
 */
public final class ProtoWriter extends OctetWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /**
   * @param capacity bytes to start with
   */
  public ProtoWriter(int capacity) {
    super(capacity);
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

  private void tag(int field, int wireType) {
    rawVarint((long) field << 3 | wireType);
  }
}
