package io.sonde.exporter.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Plain text. A channel that never blocks, with a selector to wait: a write on a blocking socket
 * has no time-out, so that a peer which no longer reads would hold the thread for ever.
 */
final class ChannelWire extends Wire {
  /** The JDK copies what it writes into a direct buffer of that size, and keeps it. */
  private static final int MAX_WRITE = 64 * 1024;

  private final Selector selector;
  private final SocketChannel channel;
  private final SelectionKey key;

  /** Whether the last read took all there was: to try again before waiting costs a call. */
  private boolean drained = true;

  private ChannelWire(Selector selector, SocketChannel channel) throws IOException {
    this.selector = selector;
    this.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_CONNECT);
  }

  /** Connects to the first address that answers, each having its share of the time. */
  static Wire open(String host, int port, Deadline deadline) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    IOException failure = null;
    for (int i = 0; i < addresses.length; i++) {
      try {
        InetSocketAddress address = new InetSocketAddress(addresses[i], port);
        return open(address, deadline.part(addresses.length - i));
      } catch (IOException e) {
        // Where there is no IPv6, "connection refused" says more than "network is unreachable".
        if (failure == null || e instanceof ConnectException) {
          failure = e;
        }
      }
    }
    if (failure instanceof SocketTimeoutException) {
      throw new ConnectException("no connection within the time-out");
    }
    // NoRouteToHostException, and "network is unreachable", which has no class of its own.
    throw failure instanceof SocketException ? new ConnectException(failure.getMessage()) : failure;
  }

  private static Wire open(InetSocketAddress address, Deadline deadline) throws IOException {
    Selector selector = Selector.open();
    SocketChannel channel = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open();
      ChannelWire wire = new ChannelWire(selector, channel);
      channel.connect(address);
      while (!channel.finishConnect()) {
        wire.await(SelectionKey.OP_CONNECT, deadline);
      }
      connected = true;
      return wire;
    } finally {
      if (!connected) {
        close(channel, selector);
      }
    }
  }

  @Override
  int read(byte[] bytes, int from, int count, Deadline deadline) throws IOException {
    // A peer that never pauses is to be late as well.
    deadline.remainingMillis();
    ByteBuffer target = ByteBuffer.wrap(bytes, from, count);
    if (drained) {
      await(SelectionKey.OP_READ, deadline);
    }
    int n = channel.read(target);
    while (n == 0) {
      await(SelectionKey.OP_READ, deadline);
      n = channel.read(target);
    }
    drained = n < count;
    return n;
  }

  @Override
  public void write(
      byte[] head, int headLength, byte[] body, int from, int length, Deadline deadline)
      throws IOException {
    ByteBuffer first = ByteBuffer.wrap(head, 0, headLength);
    ByteBuffer rest = ByteBuffer.wrap(body, from, length);
    ByteBuffer[] both = {first, rest};
    int end = from + length;
    while (first.hasRemaining() || rest.position() < end) {
      rest.limit(Math.min(end, rest.position() + MAX_WRITE));
      if (channel.write(both) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
      deadline.remainingMillis();
    }
  }

  @Override
  boolean idle() throws IOException {
    return !pending();
  }

  @Override
  boolean pending() throws IOException {
    watch(SelectionKey.OP_READ);
    boolean ready = selector.selectNow() > 0;
    selector.selectedKeys().clear();
    return ready;
  }

  @Override
  public void finish(Deadline deadline) throws IOException {
    channel.shutdownOutput();
    byte[] ignored = new byte[512];
    try {
      while (read(ignored, 0, ignored.length, deadline) >= 0) {
        // Whatever it has to say.
      }
    } catch (SocketTimeoutException e) {
      // It reads at its own pace.
    }
  }

  @Override
  public void close() {
    close(channel, selector);
  }

  private void await(int operation, Deadline deadline) throws IOException {
    watch(operation);
    selector.select(deadline.remainingMillis());
    selector.selectedKeys().clear();
    // With that flag up a selector does not wait, and we would spin.
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** TLS closes what it is layered on as it likes. */
  private void watch(int operation) throws IOException {
    if (!key.isValid()) {
      throw new ClosedChannelException();
    }
    key.interestOps(operation);
  }

  /** The channel first: it is the selector that lets go of its descriptor. */
  private static void close(SocketChannel channel, Selector selector) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // Nothing more can be done for a socket that does not close.
    }
    try {
      selector.close();
    } catch (IOException ignored) {
      // As above.
    }
  }
}
