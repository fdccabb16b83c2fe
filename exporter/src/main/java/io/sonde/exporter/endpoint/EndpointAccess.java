package io.sonde.exporter.endpoint;

import io.sonde.bootstrap.AgentLog;
import io.sonde.exporter.net.CurrentTls;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Who may read an endpoint: TLS and basic authentication, each when configured. Thread safe. */
public final class EndpointAccess {
  /** Everyone, without TLS. */
  public static final EndpointAccess OPEN = new EndpointAccess(null, false, null, null);

  private static final String BASIC = "basic ";

  private final CurrentTls tls;
  private final boolean clientCertificate;
  private final byte[] credentials;
  private volatile boolean told;

  /**
   * @param tls with the server's key; null for none
   * @param clientCertificate whether a client must have a certificate that {@code tls} trusts
   * @param username without colon; null for no authentication
   * @param password null for none
   */
  public EndpointAccess(
      CurrentTls tls, boolean clientCertificate, String username, String password) {
    this.tls = tls;
    this.clientCertificate = clientCertificate;
    credentials =
        username == null
            ? null
            : (username + ":" + (password == null ? "" : password))
                .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * In constant time.
   *
   * @param authorization the request's header, null when it has none
   */
  public boolean permits(String authorization) {
    if (credentials == null) {
      return true;
    }
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    try {
      byte[] sent = Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim());
      return MessageDigest.isEqual(credentials, sent);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether only those are answered who have credentials or a certificate. */
  public boolean restricted() {
    return credentials != null || clientCertificate;
  }

  public boolean secure() {
    return tls != null;
  }

  /** What somebody without {@linkplain #permits credentials} gets. */
  public static HttpResponse unauthorized() {
    return HttpResponse.text(
        "401 Unauthorized",
        "WWW-Authenticate: Basic realm=\"metrics\", charset=\"UTF-8\"\r\n",
        "unauthorized\n");
  }

  /**
   * @throws IOException when TLS is configured and cannot be had, which is told once
   */
  Transport transport(SocketChannel channel) throws IOException {
    if (tls == null) {
      return new Transport(channel);
    }
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(clientCertificate);
    List<String> protocols = new ArrayList<String>();
    for (String protocol : engine.getSupportedProtocols()) {
      if (protocol.equals("TLSv1.3") || protocol.equals("TLSv1.2")) {
        protocols.add(protocol);
      }
    }
    engine.setEnabledProtocols(protocols.toArray(new String[0]));
    return new TlsTransport(channel, engine);
  }

  private SSLContext context() throws SSLException {
    try {
      return tls.context();
    } catch (SSLException e) {
      if (!told) {
        told = true;
        AgentLog.warn("Prometheus endpoint: nobody can connect", e);
      }
      throw e;
    }
  }
}
