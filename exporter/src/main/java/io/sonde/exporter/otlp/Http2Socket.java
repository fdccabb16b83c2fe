package io.sonde.exporter.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A socket on which HTTP/2 is to be spoken. */
final class Http2Socket {
  private static final String ALPN = "h2";

  private final Socket plain;

  /** The one to read from and to write to: {@link #plain} or TLS over it. */
  final Socket stream;

  private Http2Socket(Socket plain, Socket stream) {
    this.plain = plain;
    this.stream = stream;
  }

  /**
   * Connects to the first address of {@code host} that answers. The name is resolved each time: a
   * collector that moved is found again.
   *
   * @param tls null for plain text, with the knowledge that the peer speaks HTTP/2
   */
  static Http2Socket open(String host, int port, SSLSocketFactory tls, Deadline deadline)
      throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), deadline.remainingMillis());
        socket.setTcpNoDelay(true);
        return new Http2Socket(
            socket, tls == null ? socket : secure(socket, host, port, tls, deadline));
      } catch (IOException e) {
        socket.close();
        failure = e;
      } catch (NoSuchMethodError e) {
        socket.close();
        throw new IOException("gRPC over TLS needs Java 8u252 or later", e);
      }
    }
    throw failure;
  }

  /**
   * Ends whatever a thread does on the socket. TLS is not told: its farewell is a write, and may
   * wait for the very peer that we give up.
   */
  void close() {
    try {
      plain.close();
    } catch (IOException ignored) {
      // Nothing more can be done for a socket that does not close.
    }
  }

  private static Socket secure(
      Socket plain, String host, int port, SSLSocketFactory tls, Deadline deadline)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {ALPN});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(deadline.remainingMillis());
    socket.startHandshake();
    if (!ALPN.equals(socket.getApplicationProtocol())) {
      throw new IOException("the peer does not offer HTTP/2 over TLS");
    }
    return socket;
  }
}
