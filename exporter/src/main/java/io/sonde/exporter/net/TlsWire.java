package io.sonde.exporter.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over another wire, whose deadlines hold for every record and for the handshake. */
final class TlsWire extends Wire {
  /** What fits into one record. */
  private static final int RECORD = 16 * 1024;

  private final Wire plain;
  private final WireSocket below;
  private final InputStream in;
  private final OutputStream out;

  private TlsWire(Wire plain, WireSocket below, SSLSocket socket) throws IOException {
    this.plain = plain;
    this.below = below;
    in = socket.getInputStream();
    out = new BufferedOutputStream(socket.getOutputStream(), RECORD);
  }

  /** Shakes hands with the peer, whose certificate must be for {@code host}. */
  static Wire over(
      Wire plain, String host, int port, SSLSocketFactory tls, String alpn, Deadline deadline)
      throws IOException {
    boolean secured = false;
    try {
      WireSocket below = new WireSocket(plain, port);
      below.deadline = deadline;
      SSLSocket socket = (SSLSocket) tls.createSocket(below, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (alpn != null) {
        parameters.setApplicationProtocols(new String[] {alpn});
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      if (alpn != null && !alpn.equals(socket.getApplicationProtocol())) {
        throw new IOException("the peer does not offer " + alpn + " over TLS");
      }
      Wire wire = new TlsWire(plain, below, socket);
      secured = true;
      return wire;
    } catch (SSLException e) {
      // Some JDKs make one of every failure of a handshake, of a time-out too.
      throw deadline.isOver() ? late() : e;
    } catch (SocketTimeoutException e) {
      throw late();
    } catch (NoSuchMethodError e) {
      throw new IOException("gRPC over TLS needs Java 8u252 or later", e);
    } finally {
      if (!secured) {
        plain.close();
      }
    }
  }

  /** Not a time-out: no request was sent yet that could be to blame. */
  private static ConnectException late() {
    return new ConnectException("no TLS handshake within the time-out");
  }

  @Override
  int read(byte[] bytes, int from, int count, Deadline deadline) throws IOException {
    below.deadline = deadline;
    return in.read(bytes, from, count);
  }

  @Override
  public void write(
      byte[] head, int headLength, byte[] body, int from, int length, Deadline deadline)
      throws IOException {
    below.deadline = deadline;
    out.write(head, 0, headLength);
    out.write(body, from, length);
    out.flush();
  }

  /** What came may be a record without content; but most often it is the peer's farewell. */
  @Override
  boolean idle() throws IOException {
    return in.available() == 0 && plain.idle();
  }

  @Override
  boolean pending() throws IOException {
    return in.available() > 0;
  }

  /** TLS is not told, as with {@link #close}. */
  @Override
  public void finish(Deadline deadline) throws IOException {
    plain.finish(deadline);
  }

  /** TLS is not told: its farewell is a write, and may wait for the very peer that we give up. */
  @Override
  public void close() {
    plain.close();
  }
}
