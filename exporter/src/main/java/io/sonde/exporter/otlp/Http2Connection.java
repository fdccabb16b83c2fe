package io.sonde.exporter.otlp;

import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/**
 * The client's end of an HTTP/2 connection (RFC 9113) with one request at a time and no thread of
 * its own: frames are read while a request waits for its answer or for room to send. Not thread
 * safe.
 */
final class Http2Connection {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** ENABLE_PUSH = 0; MAX_HEADER_LIST_SIZE = 32 KiB. */
  private static final byte[] SETTINGS = {0, 2, 0, 0, 0, 0, 0, 6, 0, 0, (byte) 0x80, 0};

  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final int MAX_HEADER_BLOCK = 32 * 1024;

  private static final byte[] NONE = new byte[0];

  private final Wire wire;
  private final Http2Frames frames;
  private final HpackDecoder hpack = new HpackDecoder();
  private final ByteArrayOutputStream headerBlock = new ByteArrayOutputStream(256);
  private int maxFrame = 16384;
  private int initialWindow = 65535;
  private long connectionWindow = 65535;
  private long streamWindow;
  private int stream = -1;
  private Http2Response response;
  private boolean goingAway;

  /** Takes over {@code wire}. */
  Http2Connection(Wire wire) {
    this.wire = wire;
    frames = new Http2Frames(wire);
  }

  /** Exchanges the settings with the peer, which must be the first. */
  void start(Deadline deadline) throws IOException {
    wire.write(PREFACE, PREFACE.length, NONE, 0, 0, deadline);
    frames.write(Http2Frames.SETTINGS, 0, 0, SETTINGS, 0, SETTINGS.length, deadline);
    frames.flush(deadline);
    frames.read(deadline);
    if (frames.type != Http2Frames.SETTINGS) {
      throw new IOException("the peer does not speak HTTP/2 here");
    }
    settings(deadline);
  }

  /** Reads what came while nobody asked. False if another connection is needed. */
  boolean usable(Deadline deadline) {
    try {
      while (!goingAway && frames.pending()) {
        frames.read(deadline);
        handle(deadline);
      }
      return !goingAway && stream < Integer.MAX_VALUE - 2;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @param length of the body
   * @throws IOException after which the connection is of no use
   */
  Http2Response call(byte[] headers, byte[] body, int length, Deadline deadline)
      throws IOException {
    stream += 2;
    streamWindow = initialWindow;
    response = new Http2Response();
    sendHeaders(headers, deadline);
    int sent = sendBody(body, length, deadline);
    while (!response.complete) {
      frames.read(deadline);
      handle(deadline);
    }
    // A peer that answers early leaves a half open stream, which only a new connection forgets.
    goingAway |= sent < length;
    return response;
  }

  void close() {
    wire.close();
  }

  private void sendHeaders(byte[] headers, Deadline deadline) throws IOException {
    int from = 0;
    int type = Http2Frames.HEADERS;
    do {
      int count = Math.min(headers.length - from, maxFrame);
      boolean last = from + count == headers.length;
      frames.write(
          type, last ? Http2Frames.END_HEADERS : 0, stream, headers, from, count, deadline);
      type = Http2Frames.CONTINUATION;
      from += count;
    } while (from < headers.length);
  }

  private int sendBody(byte[] body, int length, Deadline deadline) throws IOException {
    int sent = 0;
    while (sent < length && !response.complete) {
      long room = Math.min(Math.min(connectionWindow, streamWindow), maxFrame);
      if (room <= 0) {
        frames.flush(deadline);
        frames.read(deadline);
        handle(deadline);
        continue;
      }
      int count = (int) Math.min(room, length - sent);
      boolean last = sent + count == length;
      frames.write(
          Http2Frames.DATA, last ? Http2Frames.END_STREAM : 0, stream, body, sent, count, deadline);
      connectionWindow -= count;
      streamWindow -= count;
      sent += count;
    }
    frames.flush(deadline);
    return sent;
  }

  private void handle(Deadline deadline) throws IOException {
    switch (frames.type) {
      case Http2Frames.DATA:
        data(deadline);
        break;
      case Http2Frames.HEADERS:
        headers(deadline);
        break;
      case Http2Frames.RST_STREAM:
        if (mine()) {
          response.resetCode = Http2Frames.int32(frames.payload, 0);
          response.complete = true;
        }
        break;
      case Http2Frames.SETTINGS:
        if (!frames.has(Http2Frames.ACK)) {
          settings(deadline);
        }
        break;
      case Http2Frames.PING:
        if (!frames.has(Http2Frames.ACK)) {
          frames.write(Http2Frames.PING, Http2Frames.ACK, 0, frames.payload, 0, 8, deadline);
          frames.flush(deadline);
        }
        break;
      case Http2Frames.GOAWAY:
        goingAway = true;
        if (waiting() && Http2Frames.int31(frames.payload, 0) < stream) {
          throw new IOException("connection closed by the peer before it took the request");
        }
        break;
      case Http2Frames.WINDOW_UPDATE:
        if (frames.stream == 0) {
          connectionWindow += Http2Frames.int31(frames.payload, 0);
        } else if (frames.stream == stream) {
          streamWindow += Http2Frames.int31(frames.payload, 0);
        }
        break;
      case Http2Frames.PUSH_PROMISE:
      case Http2Frames.CONTINUATION:
        throw new IOException("HTTP/2: unexpected frame");
      default:
        // PRIORITY, and what later specifications add, is to be ignored.
    }
  }

  private boolean waiting() {
    return response != null && !response.complete;
  }

  private boolean mine() {
    return frames.stream == stream && waiting();
  }

  private void data(Deadline deadline) throws IOException {
    if (mine()) {
      response.append(frames.payload, frames.contentStart(), frames.contentEnd());
      response.complete = frames.has(Http2Frames.END_STREAM);
    }
    // Goes out with the next request, for no response that is taken fills a window. A write now
    // could fail on a connection that the peer closed behind its answer.
    if (frames.length > 0) {
      frames.writeWindowUpdate(frames.length, deadline);
    }
  }

  /** Every block is decoded, also one of a stream that is over: the tables go on. */
  private void headers(Deadline deadline) throws IOException {
    boolean mine = mine();
    boolean endStream = frames.has(Http2Frames.END_STREAM);
    int headersStream = frames.stream;
    headerBlock.reset();
    int from = frames.contentStart();
    headerBlock.write(frames.payload, from, frames.contentEnd() - from);
    while (!frames.has(Http2Frames.END_HEADERS)) {
      frames.read(deadline);
      if (frames.type != Http2Frames.CONTINUATION || frames.stream != headersStream) {
        throw new IOException("HTTP/2: header block broken off");
      }
      headerBlock.write(frames.payload, 0, frames.length);
      if (headerBlock.size() > MAX_HEADER_BLOCK) {
        throw new IOException("HTTP/2: headers larger than 32 KiB");
      }
    }
    hpack.decode(headerBlock.toByteArray(), mine ? response.fields : new HashMap<String, String>());
    if (mine) {
      response.complete = endStream;
    }
  }

  private void settings(Deadline deadline) throws IOException {
    for (int at = 0; at + 6 <= frames.length; at += 6) {
      int id = (frames.payload[at] & 0xff) << 8 | frames.payload[at + 1] & 0xff;
      int value = Http2Frames.int31(frames.payload, at + 2);
      if (id == INITIAL_WINDOW_SIZE) {
        streamWindow += value - initialWindow;
        initialWindow = value;
      } else if (id == MAX_FRAME_SIZE) {
        maxFrame = Math.max(value, 16384);
      }
    }
    frames.write(Http2Frames.SETTINGS, Http2Frames.ACK, 0, NONE, 0, 0, deadline);
    frames.flush(deadline);
  }
}
