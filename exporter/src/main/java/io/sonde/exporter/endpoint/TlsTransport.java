package io.sonde.exporter.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over a channel. A handshake happens within {@link #read}: who is slow with it is closed by
 * the time limit for a request. What it computes is done on the server's thread: some milliseconds,
 * for at most 64 connections.
 */
final class TlsTransport extends Transport {
  /** Of one call, so that a client that sends empty records for ever leaves time for the others. */
  private static final int MAX_READS = 4;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;

  /** Received, from 0 to its position. */
  private ByteBuffer sealedIn;

  /** To be sent, from its position to its limit. */
  private ByteBuffer sealedOut;

  /** Decrypted, from its position to its limit. */
  private ByteBuffer plainIn;

  private int reads;
  private boolean more;
  private boolean shaken;
  private boolean ended;
  private boolean failed;

  TlsTransport(SocketChannel channel, SSLEngine engine) {
    super(channel);
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    sealedIn = ByteBuffer.allocate(packet);
    sealedOut = ByteBuffer.allocate(packet);
    sealedOut.limit(0);
    plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    plainIn.limit(0);
  }

  @Override
  int read(ByteBuffer to) throws IOException {
    if (failed) {
      sealedIn.clear();
      return channel.read(sealedIn) < 0 ? -1 : 0;
    }
    reads = 0;
    int start = to.position();
    more = true;
    while (to.hasRemaining() && more) {
      if (plainIn.hasRemaining() || fillOrFail()) {
        while (to.hasRemaining() && plainIn.hasRemaining()) {
          to.put(plainIn.get());
        }
      } else {
        more = false;
      }
    }
    int count = to.position() - start;
    return count == 0 && ended ? -1 : count;
  }

  @Override
  boolean hasMore() {
    return more;
  }

  @Override
  boolean unflushed() {
    return sealedOut.hasRemaining();
  }

  @Override
  boolean write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      if (!flush()) {
        return false;
      }
      seal(from);
      if (engine.isOutboundDone()) {
        throw new SSLException("closed by the peer");
      }
    }
    return flush();
  }

  @Override
  boolean finish() throws IOException {
    engine.closeOutbound();
    while (!engine.isOutboundDone()) {
      if (!flush()) {
        return false;
      }
      seal(NOTHING);
    }
    return flush() && super.finish();
  }

  /**
   * A client that breaks the protocol is told why, with an alert, and not listened to any more. It
   * is closed later: closing a socket with unread bytes takes the alert from it.
   */
  private boolean fillOrFail() throws IOException {
    try {
      return fill();
    } catch (SSLException e) {
      failed = true;
    } catch (RuntimeException e) {
      failed = true;
    }
    try {
      if (flush()) {
        seal(NOTHING);
        flush();
      }
    } catch (SSLException e) {
      // There is nothing to be told.
    }
    sealedOut.limit(sealedOut.position());
    super.finish();
    return false;
  }

  /** Whether decrypted bytes are there now. */
  private boolean fill() throws IOException {
    while (!ended) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK:
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
          break;
        case NEED_WRAP:
          if (!flush()) {
            return false;
          }
          seal(NOTHING);
          ended = engine.isOutboundDone();
          if (!flush()) {
            return false;
          }
          break;
        default:
          if (!open()) {
            return false;
          }
          if (plainIn.hasRemaining()) {
            return true;
          }
      }
    }
    return false;
  }

  /**
   * Decrypts one record.
   *
   * @return false when the socket has no more bytes now
   */
  private boolean open() throws IOException {
    sealedIn.flip();
    plainIn.clear();
    SSLEngineResult result;
    try {
      result = engine.unwrap(sealedIn, plainIn);
    } finally {
      sealedIn.compact();
      plainIn.flip();
    }
    proceeded(result);
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW:
        sealedIn = roomier(sealedIn, engine.getSession().getPacketBufferSize());
        return receive();
      case BUFFER_OVERFLOW:
        plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        plainIn.limit(0);
        return true;
      case CLOSED:
        ended = true;
        return true;
      default:
        return true;
    }
  }

  private boolean receive() throws IOException {
    int count = reads++ < MAX_READS ? channel.read(sealedIn) : 0;
    ended = count < 0;
    return count > 0;
  }

  private static ByteBuffer roomier(ByteBuffer buffer, int capacity) throws SSLException {
    if (buffer.hasRemaining()) {
      return buffer;
    }
    if (buffer.capacity() >= capacity) {
      throw new SSLException("a record is too long");
    }
    ByteBuffer roomier = ByteBuffer.allocate(capacity);
    buffer.flip();
    roomier.put(buffer);
    return roomier;
  }

  /** Encrypts one record of {@code from}, or what the handshake has to say. */
  private void seal(ByteBuffer from) throws IOException {
    sealedOut.clear();
    SSLEngineResult result;
    try {
      result = engine.wrap(from, sealedOut);
    } finally {
      sealedOut.flip();
    }
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      sealedOut = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      sealedOut.limit(0);
    }
    proceeded(result);
  }

  /** A second handshake is work that a client can ask for without end. */
  private void proceeded(SSLEngineResult result) throws SSLException {
    HandshakeStatus next = result.getHandshakeStatus();
    if (next == HandshakeStatus.FINISHED) {
      shaken = true;
    } else if (shaken
        && next != HandshakeStatus.NOT_HANDSHAKING
        && result.getStatus() == SSLEngineResult.Status.OK
        && !engine.getSession().getProtocol().equals("TLSv1.3")) {
      throw new SSLException("renegotiation");
    }
  }

  private boolean flush() throws IOException {
    if (sealedOut.hasRemaining()) {
      channel.write(sealedOut);
    }
    return !sealedOut.hasRemaining();
  }
}
