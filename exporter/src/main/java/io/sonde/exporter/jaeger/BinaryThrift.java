package io.sonde.exporter.jaeger;

import io.sonde.exporter.OctetWriter;

/** Thrift's binary protocol (thrift-binary-protocol.md): all lengths fixed, high octet first. */
final class BinaryThrift extends ThriftWriter {
  private static final long BOOL = 2;
  private static final long I32 = 8;
  private static final long I64 = 10;
  private static final long STRING = 11;
  private static final long STRUCT = 12;
  private static final long LIST = 15;

  /** Of the strict form, with the type of message in the low octet. */
  private static final long VERSION_1 = 0x8001_0000L;

  private static final int ONEWAY = 4;

  BinaryThrift(OctetWriter out) {
    super(out);
  }

  @Override
  void oneway(String method) {
    octets(VERSION_1 | ONEWAY, 4);
    octets(method.length(), 4);
    out.rawText(method);
    octets(0, 4);
  }

  @Override
  int begin() {
    return 0;
  }

  @Override
  void end(int begun) {
    out.rawByte(0);
  }

  @Override
  void struct(int field) {
    octets(STRUCT << 16 | field, 3);
  }

  @Override
  void number(int field, long value) {
    octets(I64 << 16 | field, 3);
    octets(value, 8);
  }

  @Override
  void integer(int field, int value) {
    octets((I32 << 16 | field) << 32 | value & 0xffff_ffffL, 7);
  }

  @Override
  void text(int field, String value) {
    int length = value.length();
    octets((STRING << 16 | field) << 32 | length, 7);
    int start = out.size();
    out.rawText(value);
    if (out.size() - start != length) {
      patch(start - 4, out.size() - start);
    }
  }

  @Override
  void flag(int field, boolean value) {
    octets((BOOL << 16 | field) << 8 | (value ? 1 : 0), 4);
  }

  @Override
  void structs(int field, int count) {
    octets((LIST << 16 | field) << 40 | STRUCT << 32 | count, 8);
  }

  @Override
  int beginStructs(int field) {
    structs(field, 0);
    return out.size();
  }

  @Override
  void endStructs(int begun, int count) {
    patch(begun - 4, count);
  }

  private void patch(int at, int value) {
    byte[] buffer = out.buffer();
    buffer[at] = (byte) (value >> 24);
    buffer[at + 1] = (byte) (value >> 16);
    buffer[at + 2] = (byte) (value >> 8);
    buffer[at + 3] = (byte) value;
  }

  /** The low {@code count} octets of {@code value}, in one store. */
  private void octets(long value, int count) {
    out.rawFixed64(Long.reverseBytes(value << 64 - 8 * count));
    out.truncate(out.size() - 8 + count);
  }
}
