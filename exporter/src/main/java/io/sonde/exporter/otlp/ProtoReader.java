package io.sonde.exporter.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Walks through the fields of one protobuf message. */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int from;
  private final int end;
  private int position;
  private int field;
  private long number;
  private int start;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ProtoReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.from = from;
    this.position = from;
    this.end = end;
  }

  /** Moves on to the next field; false at the end. */
  boolean next() throws IOException {
    if (position == end) {
      return false;
    }
    int tag = (int) varint();
    field = tag >>> 3;
    number = 0;
    start = position;
    switch (tag & 7) {
      case VARINT:
        number = varint();
        start = position;
        break;
      case FIXED64:
        skip(8);
        break;
      case LENGTH_DELIMITED:
        long length = varint();
        start = position;
        skip(length);
        break;
      case FIXED32:
        skip(4);
        break;
      default:
        throw new IOException("protobuf: unknown wire type");
    }
    return true;
  }

  /** Begins anew. */
  void rewind() {
    position = from;
  }

  /** Whether there is anything left, of packed elements for example. */
  boolean more() {
    return position < end;
  }

  /** So many octets as a number, the lowest first. */
  long fixed(int octets) throws IOException {
    skip(octets);
    long value = 0;
    for (int i = 1; i <= octets; i++) {
      value = value << 8 | bytes[position - i] & 0xff;
    }
    return value;
  }

  /** The field's number. */
  int field() {
    return field;
  }

  /** The value of a varint field; 0 for another type. */
  long number() {
    return number;
  }

  /** The embedded message; an empty one for a varint field. */
  ProtoReader message() {
    return new ProtoReader(bytes, start, position);
  }

  String text() {
    return new String(bytes, start, position - start, StandardCharsets.UTF_8);
  }

  private void skip(long count) throws IOException {
    if (count < 0 || count > end - position) {
      throw new IOException("protobuf: truncated message");
    }
    position += (int) count;
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == end) {
        throw new IOException("protobuf: truncated message");
      }
      byte octet = bytes[position++];
      value |= (long) (octet & 0x7f) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new IOException("protobuf: varint too long");
  }
}
