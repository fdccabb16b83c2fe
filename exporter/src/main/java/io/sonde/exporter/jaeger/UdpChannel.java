package io.sonde.exporter.jaeger;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Datagrams to one host. It is connected, so that the refusal of a port where nobody listens comes
 * back. Not thread safe.
 */
final class UdpChannel {
  /** The largest there is; macOS allows 9,216 octets unless it is told. */
  private static final int SEND_BUFFER = 65_507;

  /** How long a datagram may wait for the network, and a refusal for its way back. */
  private static final int SEND_MILLIS = 1000;

  private static final int REFUSAL_MILLIS = 200;
  private static final long MILLI = 1_000_000L;

  /**
   * What a datagram costs of time, for each of its octets: 5 ms for a full one. A receiver's buffer
   * holds few of them, by Linux's default; of 2,000 spans at once, a Jaeger on a busy machine lost
   * a third.
   */
  private static final long NANOS_PER_OCTET = 300;

  private final String host;
  private final int port;
  private final ByteBuffer answer = ByteBuffer.allocate(1);

  /** When the next datagram may go, by {@code nanoTime}. */
  private long next = System.nanoTime();

  private DatagramChannel channel;
  private InetAddress address;

  /** Whether the last that is known of the port is that nobody listens. */
  private boolean refused;

  UdpChannel(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Resolves the host again: there is no connection that would break when it moves. */
  void open() throws IOException {
    InetAddress resolved = InetAddress.getByName(host);
    if (channel != null && channel.isOpen() && resolved.equals(address)) {
      return;
    }
    close();
    DatagramChannel opened = DatagramChannel.open();
    boolean ready = false;
    try {
      opened.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      opened.configureBlocking(false);
      opened.connect(new InetSocketAddress(resolved, port));
      ready = true;
    } finally {
      if (!ready) {
        opened.close();
      }
    }
    channel = opened;
    address = resolved;
  }

  /**
   * Sends one datagram.
   *
   * @throws ConnectException if nobody listens
   */
  void send(ByteBuffer[] parts) throws IOException {
    for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
      pause(wait);
    }
    try {
      long sent = channel.write(parts);
      for (int i = 0; sent == 0; i++) {
        if (i == SEND_MILLIS) {
          throw new SocketTimeoutException("the network takes no datagram");
        }
        pause(MILLI);
        sent = channel.write(parts);
      }
      next = System.nanoTime() + sent * NANOS_PER_OCTET;
    } catch (PortUnreachableException e) {
      throw refusal();
    }
  }

  /**
   * Looks whether what was sent came back as refused: at once on the own host, later from others.
   * Waits for it only where the last attempt was refused, or each second attempt would seem to
   * succeed.
   *
   * @throws ConnectException if nobody listens
   */
  void awaitRefusal() throws IOException {
    try {
      for (int i = refused ? REFUSAL_MILLIS : 0; i >= 0; i--) {
        answer.clear();
        channel.read(answer);
        if (i > 0) {
          pause(MILLI);
        }
      }
      refused = false;
    } catch (PortUnreachableException e) {
      throw refusal();
    }
  }

  private static void pause(long nanos) {
    // With its interrupt flag up a thread does not park, and would spin.
    Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }

  private ConnectException refusal() {
    refused = true;
    return new ConnectException("nobody listens on UDP port " + port);
  }

  void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
      channel = null;
    }
  }
}
