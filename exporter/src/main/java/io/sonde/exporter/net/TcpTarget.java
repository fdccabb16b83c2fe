package io.sonde.exporter.net;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/** A port to connect to, without HTTP and without a proxy. Immutable. */
public final class TcpTarget {
  private final String host;
  private final int port;
  private final SSLSocketFactory tls;
  private final int timeoutMillis;

  /**
   * @param host without brackets
   * @param tls null for plain text
   * @param timeoutMillis for one batch, from connecting to the last octet
   */
  public TcpTarget(String host, int port, SSLSocketFactory tls, int timeoutMillis) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.timeoutMillis = timeoutMillis;
  }

  public Wire open(Deadline deadline) throws IOException {
    return Wire.open(host, port, tls, null, deadline);
  }

  public int timeoutMillis() {
    return timeoutMillis;
  }

  /** Host and port, for people. */
  public String describe() {
    return host + ':' + port;
  }
}
