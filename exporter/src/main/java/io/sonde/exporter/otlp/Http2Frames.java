package io.sonde.exporter.otlp;

import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.Wire;
import io.sonde.exporter.net.WireInput;
import java.io.IOException;

/** HTTP/2 frames on a wire (RFC 9113, section 4): the last one read, and writing. */
final class Http2Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;

  /** The largest payload that a peer may send as long as we do not allow more. */
  private static final int MAX_PAYLOAD = 16384;

  private static final int HEADER = 9;

  private final Wire wire;
  private final WireInput in;

  /** What is not sent yet: its first {@link #unsent} octets. */
  private final byte[] out = new byte[1024];

  private int unsent;
  private final byte[] header = new byte[HEADER];

  /** The frame read last. {@link #length} octets of the payload count. */
  final byte[] payload = new byte[MAX_PAYLOAD];

  int type;
  int stream;
  int length;
  private int flags;

  Http2Frames(Wire wire) {
    this.wire = wire;
    in = new WireInput(wire);
  }

  /** Waits for the next frame. */
  void read(Deadline deadline) throws IOException {
    in.readFully(header, HEADER, deadline);
    length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
    type = header[3];
    flags = header[4];
    stream = int31(header, 5);
    if (length > MAX_PAYLOAD) {
      throw new IOException("the peer does not speak HTTP/2 here");
    }
    in.readFully(payload, length, deadline);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** True if a read would not wait for its first octet. */
  boolean pending() throws IOException {
    return in.pending();
  }

  /** Where the content of a DATA or HEADERS frame begins, after padding length and priority. */
  int contentStart() {
    return (has(PADDED) ? 1 : 0) + (type == HEADERS && has(PRIORITY) ? 5 : 0);
  }

  /** Where that content ends. */
  int contentEnd() throws IOException {
    int end = has(PADDED) && length > 0 ? length - (payload[0] & 0xff) : length;
    if (end < contentStart()) {
      throw new IOException("HTTP/2: padding longer than its frame");
    }
    return end;
  }

  static int int31(byte[] bytes, int at) {
    return int32(bytes, at) & 0x7fffffff;
  }

  static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  /** Writes a frame: into the buffer, or with all that is there if it does not fit. */
  void write(
      int frameType,
      int frameFlags,
      int streamId,
      byte[] bytes,
      int from,
      int count,
      Deadline deadline)
      throws IOException {
    if (out.length - unsent < HEADER) {
      flush(deadline);
    }
    put(count >> 16);
    put(count >> 8);
    put(count);
    put(frameType);
    put(frameFlags);
    putInt(streamId);
    if (count <= out.length - unsent) {
      System.arraycopy(bytes, from, out, unsent, count);
      unsent += count;
    } else {
      wire.write(out, unsent, bytes, from, count, deadline);
      unsent = 0;
    }
  }

  /** Gives the peer room on the connection for {@code octets} more. */
  void writeWindowUpdate(int octets, Deadline deadline) throws IOException {
    byte[] increment = {
      (byte) (octets >> 24), (byte) (octets >> 16), (byte) (octets >> 8), (byte) octets
    };
    write(WINDOW_UPDATE, 0, 0, increment, 0, 4, deadline);
  }

  void flush(Deadline deadline) throws IOException {
    if (unsent > 0) {
      wire.write(out, unsent, out, 0, 0, deadline);
      unsent = 0;
    }
  }

  private void put(int octet) {
    out[unsent++] = (byte) octet;
  }

  private void putInt(int value) {
    put(value >> 24);
    put(value >> 16);
    put(value >> 8);
    put(value);
  }
}
