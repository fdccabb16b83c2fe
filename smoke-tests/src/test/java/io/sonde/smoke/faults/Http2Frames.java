package io.sonde.smoke.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 without TLS that writes frames as it likes. Not thread safe. */
final class Http2Frames implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int CANCEL = 8;

  private final Socket socket;
  private final DataOutputStream out;

  Http2Frames(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
    out.flush();
  }

  /** Asks for {@code path} on that stream. */
  void get(int stream, String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // HPACK: GET, http, and two literals that are not indexed.
    block.write(0x82);
    block.write(0x86);
    literal(block, 4, path);
    literal(block, 1, "127.0.0.1");
    frame(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
  }

  void reset(int stream) throws IOException {
    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
  }

  void flush() throws IOException {
    out.flush();
  }

  /**
   * Reads until as many streams were answered, or the server has enough.
   *
   * @return how many were
   */
  int awaitAnswers(int streams) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int answered = 0;
    try {
      while (answered < streams) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        in.readFully(new byte[length]);
        if (type == SETTINGS && (flags & ACK) == 0) {
          frame(SETTINGS, ACK, 0, new byte[0]);
          out.flush();
        } else if (type == GOAWAY) {
          return answered;
        } else if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
          answered++;
        }
      }
    } catch (EOFException | SocketException e) {
      return answered;
    }
    return answered;
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(payload.length >> 16);
    out.writeShort(payload.length);
    out.write(type);
    out.write(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
