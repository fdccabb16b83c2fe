package io.sonde.exporter.otlp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** HTTP/2 frames on a socket (RFC 9113, section 4): the last one read, and writing. */
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

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] header = new byte[HEADER];

  /** The frame read last. {@link #length} octets of the payload count. */
  final byte[] payload = new byte[MAX_PAYLOAD];

  int type;
  int stream;
  int length;
  private int flags;

  Http2Frames(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream(), MAX_PAYLOAD + HEADER);
  }

  /** Waits for the next frame. */
  void read(Deadline deadline) throws IOException {
    fill(header, HEADER, deadline);
    length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
    type = header[3];
    flags = header[4];
    stream = int31(header, 5);
    if (length > MAX_PAYLOAD) {
      throw new IOException("the peer does not speak HTTP/2 here");
    }
    fill(payload, length, deadline);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** True if a read would not wait for its first octet. */
  boolean pending() throws IOException {
    return in.available() > 0;
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

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Writes a frame into the buffer. */
  void write(int frameType, int frameFlags, int streamId, byte[] bytes, int from, int count)
      throws IOException {
    out.write(count >> 16);
    out.write(count >> 8);
    out.write(count);
    out.write(frameType);
    out.write(frameFlags);
    writeInt(streamId);
    out.write(bytes, from, count);
  }

  /** Gives the peer room on the connection for {@code octets} more. */
  void writeWindowUpdate(int octets) throws IOException {
    byte[] increment = {
      (byte) (octets >> 24), (byte) (octets >> 16), (byte) (octets >> 8), (byte) octets
    };
    write(WINDOW_UPDATE, 0, 0, increment, 0, 4);
  }

  void flush() throws IOException {
    out.flush();
  }

  private void writeInt(int value) throws IOException {
    out.write(value >> 24);
    out.write(value >> 16);
    out.write(value >> 8);
    out.write(value);
  }

  private void fill(byte[] bytes, int count, Deadline deadline) throws IOException {
    for (int n = 0; n < count; ) {
      socket.setSoTimeout(deadline.remainingMillis());
      int read = in.read(bytes, n, count - n);
      if (read < 0) {
        throw new EOFException("connection closed by the peer");
      }
      n += read;
    }
  }
}
