package io.sonde.exporter.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** Makes each socket with what the PEM files hold now. Thread safe. */
final class CurrentSocketFactory extends SSLSocketFactory {
  private final CurrentTls tls;

  CurrentSocketFactory(CurrentTls tls) {
    this.tls = tls;
  }

  private SSLSocketFactory current() throws SSLException {
    return tls.context().getSocketFactory();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    // Nobody asks.
    return new String[0];
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return current().createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return current().createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return current().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return current().createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return current().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return current().createSocket(host, port, local, localPort);
  }
}
