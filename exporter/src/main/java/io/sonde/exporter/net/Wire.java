package io.sonde.exporter.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to one peer. After an exception it is of no use but to be closed. Not thread safe.
 */
public abstract class Wire {
  /**
   * Connects, without a proxy, to the first address of {@code host} that answers. The name is
   * resolved each time: a collector that moved is found again.
   *
   * @param host without brackets
   * @param tls null for plain text
   * @param alpn the protocol that the peer must agree to speak over TLS, or null
   * @throws java.net.ConnectException if nobody listens
   */
  public static Wire open(
      String host, int port, SSLSocketFactory tls, String alpn, Deadline deadline)
      throws IOException {
    Wire wire = ChannelWire.open(host, port, deadline);
    return tls == null ? wire : TlsWire.over(wire, host, port, tls, alpn, deadline);
  }

  /**
   * Waits for at least one octet.
   *
   * @return how many were read, or -1 at the end
   * @throws java.net.SocketTimeoutException when the deadline has passed
   */
  abstract int read(byte[] bytes, int from, int count, Deadline deadline) throws IOException;

  /**
   * Sends the first {@code headLength} octets of {@code head} and {@code length} ones of {@code
   * body}, in one piece if the network takes it.
   *
   * @throws java.net.SocketTimeoutException when the deadline has passed
   */
  public abstract void write(
      byte[] head, int headLength, byte[] body, int from, int length, Deadline deadline)
      throws IOException;

  /** True if nothing has come, not even the end. Does not wait. */
  abstract boolean idle() throws IOException;

  /** True if a read is known not to wait. Does not wait itself. */
  abstract boolean pending() throws IOException;

  /**
   * Listens to a peer that has nothing to say.
   *
   * @param millis how long; with 0 only to what is there
   * @throws IOException if it ended the connection, or spoke
   */
  public final void listen(int millis) throws IOException {
    if (millis == 0 && idle()) {
      return;
    }
    try {
      // What is there may be TLS talking to itself, after which there is nothing for us.
      if (read(new byte[1], 0, 1, new Deadline(Math.max(millis, 10))) < 0) {
        throw WireInput.ended();
      }
    } catch (SocketTimeoutException silent) {
      return;
    }
    throw new IOException("the peer answers, though this protocol has no answers");
  }

  /**
   * Tells the peer that nothing more comes, and waits until it has ended the connection as well: it
   * has read everything then. Also returns at the deadline.
   *
   * @throws IOException if the peer threw away what it had not read yet
   */
  public abstract void finish(Deadline deadline) throws IOException;

  /** Ends the connection at once. May be called again. */
  public abstract void close();
}
