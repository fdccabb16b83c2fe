package io.sonde.exporter.otlp;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of HTTP/2 frames that does, one connection after the other, what a script says. */
public final class Http2Peer implements AutoCloseable {
  interface Script {
    void serve(Http2Peer.Connection connection) throws IOException;
  }

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;

  Http2Peer(Script... scripts) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              for (Script script : scripts) {
                try (Socket socket = listener.accept()) {
                  script.serve(new Connection(socket));
                } catch (Throwable t) {
                  failures.add(t);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  OtlpSettings settings(String timeout) {
    return OtlpSettings.resolve(
        OtlpSignal.TRACES,
        key ->
            switch (key) {
              case "otel.exporter.otlp.endpoint" -> "http://127.0.0.1:" + listener.getLocalPort();
              case "otel.exporter.otlp.protocol" -> "grpc";
              case "otel.exporter.otlp.timeout" -> timeout;
              case "otel.exporter.otlp.compression" -> "none";
              default -> null;
            });
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** One connection, seen from the server. */
  public static final class Connection {
    final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;
    public int type;
    public int flags;
    public int stream;
    public byte[] payload;
    private final DefaultHttp2HeadersEncoder hpack =
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, 0);

    Connection(Socket socket) throws IOException {
      this(socket, socket.getInputStream(), socket.getOutputStream());
    }

    /** Reads and writes these in place of the socket's own. */
    public Connection(Socket socket, InputStream in, OutputStream out) {
      this.socket = socket;
      this.in = new DataInputStream(in);
      this.out = new DataOutputStream(out);
    }

    /** Preface, and the exchange of settings. */
    Connection open() throws IOException {
      in.readFully(new byte[24]);
      read();
      write(Http2Frames.SETTINGS, 0, 0);
      return this;
    }

    /** Reads a frame. */
    public void read() throws IOException {
      int head = in.readInt();
      type = head & 0xff;
      flags = in.readUnsignedByte();
      stream = in.readInt();
      payload = in.readNBytes(head >>> 8);
    }

    /** Reads up to the end of a request; returns its stream. */
    int request() throws IOException {
      do {
        read();
      } while (type != Http2Frames.DATA || (flags & Http2Frames.END_STREAM) == 0);
      return stream;
    }

    /** Writes a frame. */
    public void write(int frameType, int frameFlags, int streamId, int... bytes)
        throws IOException {
      out.writeInt(bytes.length << 8 | frameType);
      out.writeByte(frameFlags);
      out.writeInt(streamId);
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      for (int octet : bytes) {
        octets.write(octet);
      }
      octets.writeTo(out);
      out.flush();
    }

    /** A header block, Huffman-coded, with fields going into the dynamic table. */
    public int[] block(String... namesAndValues) throws IOException {
      Http2Headers headers = new DefaultHttp2Headers(false);
      for (int i = 0; i < namesAndValues.length; i += 2) {
        headers.set(namesAndValues[i], namesAndValues[i + 1]);
      }
      ByteBuf buffer = Unpooled.buffer();
      try {
        hpack.encodeHeaders(1, headers, buffer);
      } catch (Exception e) {
        throw new IOException(e);
      }
      byte[] bytes = ByteBufUtil.getBytes(buffer);
      int[] block = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        block[i] = bytes[i];
      }
      return block;
    }

    /** Answers with trailers alone. */
    void answer(int streamId, String status, String message) throws IOException {
      write(
          Http2Frames.HEADERS,
          Http2Frames.END_HEADERS | Http2Frames.END_STREAM,
          streamId,
          block(
              ":status",
              "200",
              "content-type",
              "application/grpc",
              "grpc-status",
              status,
              "grpc-message",
              message));
    }
  }
}
