package io.sonde.benchmarks.process;

/**
 * Counts the spans of kind SERVER in an OTLP trace request, without making objects of it: it shares
 * a processor with the load.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf: encoding</a>
 */
final class ServerSpans {
  // Fields of opentelemetry/proto/trace/v1/trace.proto on the way to a span.
  private static final int[] PATH = {1, 2, 2};
  private static final int KIND = 6;
  private static final int SERVER = 2;

  private final byte[] bytes;
  private int position;

  private ServerSpans(byte[] bytes) {
    this.bytes = bytes;
  }

  static int count(byte[] request) {
    return new ServerSpans(request).count(0, request.length);
  }

  private int count(int depth, int end) {
    int count = 0;
    while (position < end) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case 0 -> {
          long value = varint();
          if (depth == PATH.length && field == KIND && value == SERVER) {
            count++;
          }
        }
        case 1 -> position += 8;
        case 2 -> {
          int length = (int) varint();
          if (depth < PATH.length && field == PATH[depth]) {
            count += count(depth + 1, position + length);
          } else {
            position += length;
          }
        }
        case 5 -> position += 4;
        default -> throw new IllegalArgumentException("wire type of tag " + tag);
      }
    }
    return count;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
