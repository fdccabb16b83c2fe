package io.sonde.exporter.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens sockets that are to speak HTTP/2. */
final class Http2Socket {
  private static final String ALPN = "h2";

  private Http2Socket() {}

  /**
   * Connects to the first address of {@code host} that answers. The name is resolved each time: a
   * collector that moved is found again.
   *
   * @param tls null for plain text, with the knowledge that the peer speaks HTTP/2
   */
  static Socket open(String host, int port, SSLSocketFactory tls, Deadline deadline)
      throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), deadline.remainingMillis());
        socket.setTcpNoDelay(true);
        return tls == null ? socket : secure(socket, host, port, tls, deadline);
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
