package io.sonde.smoke.faults;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Flags;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameTypes;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.sonde.exporter.otlp.GrpcReceiver;
import io.sonde.exporter.otlp.Http2Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Unary calls over HTTP/2 on a connection, with what goes wrong there. */
final class FaultdGrpc {
  private static final int[] NONE = {};
  private static final int CHUNK = 16 * 1024;

  /** Nobody waits for us. */
  private static final int[] WINDOW = {0x7f, 0, 0, 0};

  private final FaultdListener listener;
  private final FaultdConnection connection;
  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final Http2Peer.Connection h2;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, Call> calls = new HashMap<>();

  private record Call(
      FaultdSetting setting, int ordinal, Http2Headers headers, ByteArrayOutputStream content) {}

  private FaultdGrpc(FaultdListener listener, FaultdConnection connection) {
    this.listener = listener;
    this.connection = connection;
    h2 = new Http2Peer.Connection(connection.socket, connection.in, frames);
  }

  static void serve(FaultdListener listener, FaultdConnection connection) throws Exception {
    new FaultdGrpc(listener, connection).serve();
  }

  private void serve() throws IOException, Http2Exception {
    if (connection.in.readNBytes(24).length < 24) {
      return;
    }
    h2.write(Http2FrameTypes.SETTINGS, 0, 0, 0, 4, WINDOW[0], 0, 0, 0);
    h2.write(Http2FrameTypes.WINDOW_UPDATE, 0, 0, WINDOW);
    send();
    boolean open = true;
    while (open) {
      h2.read();
      boolean ack = (h2.flags & Http2Flags.ACK) != 0;
      switch (h2.type) {
        case Http2FrameTypes.SETTINGS -> {
          if (!ack) {
            h2.write(Http2FrameTypes.SETTINGS, Http2Flags.ACK, 0);
          }
        }
        case Http2FrameTypes.PING -> {
          if (!ack) {
            h2.write(Http2FrameTypes.PING, Http2Flags.ACK, 0, ints(h2.payload));
          }
        }
        case Http2FrameTypes.HEADERS -> open = begin();
        case Http2FrameTypes.DATA -> open = content();
        case Http2FrameTypes.RST_STREAM -> calls.remove(h2.stream);
        default -> {
          // Means nothing to us.
        }
      }
      if (open) {
        send();
      }
    }
  }

  /** False when the connection is over. */
  private boolean begin() throws IOException, Http2Exception {
    Http2Headers headers = hpack.decodeHeaders(h2.stream, Unpooled.wrappedBuffer(h2.payload));
    FaultdSetting now = listener.next(connection);
    int ordinal = listener.ordinal();
    boolean odd = ordinal % 2 == 1;
    switch (now.mode()) {
      case REFUSE -> connection.reset();
      case ACCEPT_NOREAD -> listener.hold(connection);
      case BLACKHOLE -> connection.drain();
      case RST_MID -> {
        if (odd) {
          connection.in.read();
          connection.reset();
          return false;
        }
      }
      case H2_GOAWAY -> {
        goAway(odd ? Math.max(0, h2.stream - 2) : h2.stream);
        if (odd) {
          connection.end();
          return false;
        }
      }
      default -> {
        // Is about the answer.
      }
    }
    calls.put(h2.stream, new Call(now, ordinal, headers, new ByteArrayOutputStream()));
    return now.mode() != FaultMode.REFUSE && now.mode() != FaultMode.BLACKHOLE;
  }

  private void goAway(int last) throws IOException {
    h2.write(Http2FrameTypes.GO_AWAY, 0, 0, last >> 24, last >> 16, last >> 8, last, 0, 0, 0, 0);
    send();
  }

  /** False when the connection is over. */
  private boolean content() throws IOException {
    Call call = calls.get(h2.stream);
    if (call == null) {
      return true;
    }
    call.content.write(h2.payload);
    int n = h2.payload.length;
    if (n > 0) {
      h2.write(Http2FrameTypes.WINDOW_UPDATE, 0, 0, n >> 24, n >> 16, n >> 8, n);
    }
    if ((h2.flags & Http2Flags.END_STREAM) == 0) {
      return true;
    }
    calls.remove(h2.stream);
    answer(h2.stream, call);
    boolean last = call.setting.mode() == FaultMode.H2_GOAWAY;
    if (last) {
      connection.end();
    }
    return !last && !connection.socket.isClosed();
  }

  private void answer(int stream, Call call) throws IOException {
    send();
    FaultMode mode = call.setting.mode();
    FaultdAnswer answer = receive(call);
    boolean taken = answer.status() == 200;
    if (taken) {
      String encoding = mode == FaultMode.BAD_GZIP ? "gzip" : "identity";
      headers(stream, false, "content-type", "application/grpc", "grpc-encoding", encoding);
      byte[] body = mode == FaultMode.BAD_GZIP ? new byte[20] : answer.body();
      int[] message = Arrays.copyOf(new int[] {0, 0, 0, 0, body.length}, 5 + body.length);
      message[0] = mode == FaultMode.BAD_GZIP ? 1 : 0;
      System.arraycopy(ints(body), 0, message, 5, body.length);
      h2.write(Http2FrameTypes.DATA, 0, stream, message);
      if (mode == FaultMode.HUGE_BODY) {
        endless(stream);
      }
      h2.write(
          Http2FrameTypes.HEADERS,
          Http2Flags.END_STREAM | Http2Flags.END_HEADERS,
          stream,
          h2.block("grpc-status", "0"));
    } else {
      refusal(stream, answer);
    }
    byte[] octets = frames.toByteArray();
    switch (mode) {
      case RST_MID -> {
        connection.out.write(octets, 0, octets.length / 2);
        connection.out.flush();
        connection.reset();
      }
      case SLOW_DRIP -> {
        frames.reset();
        connection.drip(octets);
        FaultdHttp.take(listener, connection, answer);
      }
      default -> {
        FaultdHttp.take(listener, connection, answer);
        send();
      }
    }
  }

  private FaultdAnswer receive(Call call) {
    byte[] content = call.content.toByteArray();
    String path = call.headers.path().toString();
    try {
      byte[] message = Arrays.copyOfRange(content, Math.min(5, content.length), content.length);
      Map<String, String> headers =
          Map.of("content-encoding", content.length > 0 && content[0] == 1 ? "gzip" : "");
      return FaultdReceiver.receive(
          listener.protocol, listener.taken, call.setting, call.ordinal, path, headers, message);
    } catch (IOException | RuntimeException e) {
      listener.taken.malformed(path + ": " + e);
      return FaultdAnswer.of(400, String.valueOf(e));
    }
  }

  private void headers(int stream, boolean last, String... fields) throws IOException {
    String[] all =
        Stream.concat(Stream.of(":status", "200"), Stream.of(fields)).toArray(String[]::new);
    int flags = Http2Flags.END_HEADERS | (last ? Http2Flags.END_STREAM : 0);
    h2.write(Http2FrameTypes.HEADERS, flags, stream, h2.block(all));
  }

  private void refusal(int stream, FaultdAnswer answer) throws IOException {
    String retryAfter = answer.headers().get(FaultdReceiver.RETRY_AFTER);
    byte[] details =
        retryAfter == null ? null : GrpcReceiver.retryInfo(Long.parseLong(retryAfter), 0);
    String code =
        switch (answer.status()) {
          case 400 -> "3";
          case 401 -> "16";
          case 404 -> "12";
          case 413, 429 -> "8";
          case 503 -> "14";
          default -> "13";
        };
    String message = answer.status() == 413 ? "grpc: received message larger than max" : "as told";
    headers(
        stream,
        true,
        "content-type",
        "application/grpc",
        "grpc-status",
        code,
        "grpc-message",
        message,
        "grpc-status-details-bin",
        details == null ? "" : Base64.getEncoder().withoutPadding().encodeToString(details));
  }

  private void endless(int stream) throws IOException {
    int[] chunk = new int[CHUNK];
    while (true) {
      h2.write(Http2FrameTypes.DATA, 0, stream, chunk);
      send();
    }
  }

  private void send() throws IOException {
    connection.out.write(frames.toByteArray());
    connection.out.flush();
    frames.reset();
  }

  private static int[] ints(byte[] octets) {
    int[] ints = new int[octets.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = octets[i];
    }
    return ints;
  }
}
