package io.sonde.exporter.console;

import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.endpoint.HttpRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Who may look at the console. Immutable. */
final class ConsoleAccess {
  private static final String COOKIE = "sonde_console";
  private static final String BEARER = "bearer ";
  private static final String[] OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"};

  private final EndpointAccess endpoint;

  /** Null when there is none. */
  private final byte[] token;

  /**
   * @param token null for none
   */
  ConsoleAccess(EndpointAccess endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token == null ? null : digest(token);
  }

  boolean permits(HttpRequest request) {
    if (hasToken(request)) {
      return true;
    }
    return endpoint.restricted()
        ? endpoint.permits(request.authorization())
        : isOfThisMachine(request);
  }

  private boolean hasToken(HttpRequest request) {
    if (token == null) {
      return false;
    }
    String cookie = request.cookie(COOKIE);
    if (cookie != null && same(cookie.getBytes(StandardCharsets.ISO_8859_1), hex(token))) {
      return true;
    }
    String sent = request.authorization();
    return sent != null
        && sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && isToken(sent.substring(BEARER.length()).trim());
  }

  /** In constant time. */
  boolean isToken(String text) {
    return token != null && same(digest(text), token);
  }

  /** What a browser that has shown the token is to keep: not the token itself. */
  String cookieHeader() {
    return "Set-Cookie: "
        + COOKIE
        + "="
        + new String(hex(token), StandardCharsets.ISO_8859_1)
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (endpoint.secure() ? "; Secure" : "")
        + "\r\n";
  }

  /**
   * The address alone does not tell: a page in a browser of this machine may have a name of its own
   * resolved to 127.0.0.1 (DNS rebinding), and a proxy beside the process has everybody come from
   * here. Nor may 127.0.0.6 look, from where Istio's has them come.
   */
  private static boolean isOfThisMachine(HttpRequest request) {
    InetAddress peer = request.peer();
    if (peer == null || !peer.isLoopbackAddress() || request.forwarded()) {
      return false;
    }
    byte[] address = peer.getAddress();
    return address[address.length - 1] == 1 && isOwnName(request.host());
  }

  private static boolean isOwnName(String host) {
    if (host == null) {
      return false;
    }
    for (String name : OWN_NAMES) {
      if (host.regionMatches(true, 0, name, 0, name.length())) {
        return isPort(host, name.length());
      }
    }
    return false;
  }

  /** Whether nothing or a port follows. */
  private static boolean isPort(String host, int at) {
    if (at == host.length()) {
      return true;
    }
    for (int i = at + 1; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return false;
      }
    }
    return host.charAt(at) == ':' && host.length() - at <= 6;
  }

  private static boolean same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hex(byte[] bytes) {
    byte[] hex = new byte[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      hex[2 * i] = (byte) "0123456789abcdef".charAt(bytes[i] >> 4 & 0xF);
      hex[2 * i + 1] = (byte) "0123456789abcdef".charAt(bytes[i] & 0xF);
    }
    return hex;
  }
}
