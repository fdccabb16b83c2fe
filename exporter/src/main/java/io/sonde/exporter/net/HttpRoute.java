package io.sonde.exporter.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The way to the host of a URL: directly or by the proxy that the JVM names. Not thread safe. */
final class HttpRoute {
  private final String host;
  private final int port;
  private final String authority;
  private final boolean secure;
  private SSLSocketFactory tls;
  private boolean requestsToProxy;

  /**
   * @param tls null for the JVM's own trust
   */
  HttpRoute(URL url, SSLSocketFactory tls) {
    String bracketed = url.getHost();
    host = bracketed.startsWith("[") ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
    port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    authority = bracketed + ':' + port;
    secure = url.getProtocol().equals("https");
    this.tls = tls;
  }

  /** Whether requests on the wire opened last are read by a proxy. */
  boolean requestsToProxy() {
    return requestsToProxy;
  }

  Wire open(Deadline deadline) throws IOException {
    requestsToProxy = false;
    Proxy proxy = proxy();
    if (!(proxy.address() instanceof InetSocketAddress)) {
      return Wire.open(host, port, secure ? tls() : null, null, deadline);
    }
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    Wire wire = ChannelWire.open(address.getHostString(), address.getPort(), deadline);
    boolean there = false;
    try {
      if (proxy.type() == Proxy.Type.SOCKS) {
        Socks.connect(wire, host, port, deadline);
      } else if (secure) {
        new Http1Connection(wire).tunnel(authority, deadline);
      } else {
        requestsToProxy = true;
      }
      there = true;
    } catch (SocketTimeoutException e) {
      throw new ConnectException("no answer of the proxy within the time-out");
    } finally {
      if (!there) {
        wire.close();
      }
    }
    return secure ? TlsWire.over(wire, host, port, tls(), null, deadline) : wire;
  }

  /** The first that the selector names. It may be the application's, and do what it likes. */
  private Proxy proxy() {
    try {
      // Not the whole URL, which may hold a password.
      URI uri = new URI((secure ? "https://" : "http://") + authority + '/');
      List<Proxy> proxies = ProxySelector.getDefault().select(uri);
      Proxy first = proxies.get(0);
      return first == null ? Proxy.NO_PROXY : first;
    } catch (Throwable noneOrBroken) {
      return Proxy.NO_PROXY;
    }
  }

  /**
   * A context of our own, for an application may replace the JVM's default one, or set the trust
   * store that it is to have, in its {@code main}.
   */
  private SSLSocketFactory tls() throws IOException {
    if (tls == null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        tls = context.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IOException("this JVM has no TLS", e);
      }
    }
    return tls;
  }
}
