package io.sonde.exporter.jaeger;

import io.sonde.exporter.OctetWriter;

/**
 * Thrift's compact protocol (thrift-compact-protocol.md): varints, and fields by their distance.
 */
final class CompactThrift extends ThriftWriter {
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private static final int PROTOCOL = 0x82;
  private static final int VERSION = 1;
  private static final int ONEWAY = 4;

  /** The count of elements follows as a varint. */
  private static final int LONG_LIST = 0xf0;

  /** The last field of the struct that is being written. */
  private int last;

  CompactThrift(OctetWriter out) {
    super(out);
  }

  @Override
  void oneway(String method) {
    out.rawByte(PROTOCOL);
    out.rawByte(ONEWAY << 5 | VERSION);
    out.rawByte(0);
    out.rawVarint(method.length());
    out.rawText(method);
  }

  @Override
  int begin() {
    int outer = last;
    last = 0;
    return outer;
  }

  @Override
  void end(int begun) {
    out.rawByte(0);
    last = begun;
  }

  @Override
  void struct(int field) {
    field(field, STRUCT);
  }

  @Override
  void number(int field, long value) {
    field(field, I64);
    out.rawVarint(value << 1 ^ value >> 63);
  }

  @Override
  void integer(int field, int value) {
    field(field, I32);
    out.rawVarint((value << 1 ^ value >> 31) & 0xffff_ffffL);
  }

  @Override
  void text(int field, String value) {
    field(field, BINARY);
    int length = value.length();
    int start = out.size();
    out.rawVarint(length);
    int before = out.size();
    out.rawText(value);
    int octets = out.size() - before;
    if (octets != length) {
      // Once more, rather than a pass over every text to count first: nearly all are ASCII.
      out.truncate(start);
      out.rawVarint(octets);
      out.rawText(value);
    }
  }

  @Override
  void flag(int field, boolean value) {
    field(field, value ? TRUE : FALSE);
  }

  @Override
  void structs(int field, int count) {
    field(field, LIST);
    if (count < 15) {
      out.rawByte(count << 4 | STRUCT);
    } else {
      out.rawByte(LONG_LIST | STRUCT);
      out.rawVarint(count);
    }
  }

  /** In the long form whatever the count will be: readers go by the form, not by the count. */
  @Override
  int beginStructs(int field) {
    field(field, LIST);
    out.rawByte(LONG_LIST | STRUCT);
    out.rawByte(0);
    return out.size();
  }

  @Override
  void endStructs(int begun, int count) {
    if (count >= 0x80) {
      out.rawByte(0);
      System.arraycopy(out.buffer(), begun, out.buffer(), begun + 1, out.size() - 1 - begun);
      out.buffer()[begun] = (byte) (count >> 7);
      out.buffer()[begun - 1] = (byte) (count | 0x80);
    } else {
      out.buffer()[begun - 1] = (byte) count;
    }
  }

  private void field(int field, int type) {
    out.rawByte(field - last << 4 | type);
    last = field;
  }
}
