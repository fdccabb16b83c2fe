package io.sonde.example.demo;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One message in the protobuf wire format: its fields by number, in the order of their coming.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf: encoding</a>
 */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final Map<Integer, List<Long>> numbers = new HashMap<>();
  private final Map<Integer, List<byte[]>> bytes = new HashMap<>();

  /**
   * @throws IllegalArgumentException or {@link BufferUnderflowException} when these are not the
   *     bytes of a message
   */
  Message(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      int field = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case VARINT -> add(numbers, field, varint(in));
        case FIXED64 -> add(numbers, field, in.getLong());
        case FIXED32 -> add(numbers, field, (long) in.getInt());
        case BYTES -> add(bytes, field, slice(in, varint(in)));
        default -> throw new IllegalArgumentException("wire type of tag " + tag);
      }
    }
  }

  /** The number of a field, 0 when it is absent. */
  long number(int field) {
    List<Long> values = numbers.getOrDefault(field, List.of(0L));
    return values.get(values.size() - 1);
  }

  String text(int field) {
    return new String(last(field), StandardCharsets.UTF_8);
  }

  String hex(int field) {
    return HexFormat.of().formatHex(last(field));
  }

  Message message(int field) {
    return new Message(last(field));
  }

  List<Message> messages(int field) {
    return bytes.getOrDefault(field, List.of()).stream().map(Message::new).toList();
  }

  private byte[] last(int field) {
    List<byte[]> values = bytes.getOrDefault(field, List.of(new byte[0]));
    return values.get(values.size() - 1);
  }

  private static <T> void add(Map<Integer, List<T>> fields, int field, T value) {
    fields.computeIfAbsent(field, f -> new ArrayList<>(1)).add(value);
  }

  private static byte[] slice(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] slice = new byte[(int) length];
    in.get(slice);
    return slice;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a varint of more than 10 bytes");
  }
}
