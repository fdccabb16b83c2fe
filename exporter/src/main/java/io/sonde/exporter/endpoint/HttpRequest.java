package io.sonde.exporter.endpoint;

import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of a request (RFC 9112), as far as the endpoint needs it. Immutable. */
public final class HttpRequest {
  private static final int MAX_HEADERS = 100;

  private String method;
  private String path;
  private String query = "";
  private String accept;
  private String acceptEncoding;
  private String authorization;
  private boolean http11;
  private String host;
  private String cookie;
  private String noneMatch;
  private boolean forwarded;
  private boolean body;
  private String connection = "";

  private final InetAddress peer;

  private HttpRequest(InetAddress peer) {
    this.peer = peer;
  }

  /**
   * Where the head ends that begins at 0.
   *
   * @param from how far the bytes are known not to contain the end
   * @return the index behind the empty line, or -1 if it has not come yet
   */
  public static int headEnd(byte[] bytes, int from, int length) {
    for (int i = Math.max(1, from); i < length; i++) {
      if (bytes[i] == '\n'
          && (bytes[i - 1] == '\n' || i > 1 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n')) {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * Null when it is not HTTP/1.0 or 1.1, or has a body.
   *
   * @param peer who sent it
   */
  public static HttpRequest parse(byte[] bytes, int length, InetAddress peer) {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    HttpRequest request = new HttpRequest(peer);
    int end = head.indexOf('\n');
    if (!request.parseRequestLine(line(head, 0, end))) {
      return null;
    }
    int headers = 0;
    for (int from = end + 1; ; from = end + 1) {
      end = head.indexOf('\n', from);
      String header = line(head, from, end);
      if (header.isEmpty()) {
        return request.host != null || !request.http11 ? request : null;
      }
      if (++headers > MAX_HEADERS || !request.parseHeader(header) || request.body) {
        return null;
      }
    }
  }

  private static String line(String head, int from, int lineFeed) {
    boolean carriageReturn = lineFeed > from && head.charAt(lineFeed - 1) == '\r';
    return head.substring(from, carriageReturn ? lineFeed - 1 : lineFeed);
  }

  private boolean parseRequestLine(String line) {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1 || line.indexOf(' ', first + 1) != last) {
      return false;
    }
    String version = line.substring(last + 1);
    http11 = version.equals("HTTP/1.1");
    method = line.substring(0, first);
    return parseTarget(line.substring(first + 1, last)) && (http11 || version.equals("HTTP/1.0"));
  }

  /** The absolute form that proxies send, too. */
  private boolean parseTarget(String target) {
    int from = 0;
    if (target.charAt(0) != '/') {
      int authority = target.indexOf("://");
      if (authority < 0) {
        path = target;
        return target.equals("*");
      }
      from = target.indexOf('/', authority + 3);
      if (from < 0) {
        path = "/";
        return true;
      }
    }
    int mark = target.indexOf('?', from);
    path = target.substring(from, mark < 0 ? target.length() : mark);
    query = mark < 0 ? "" : target.substring(mark + 1);
    return true;
  }

  private boolean parseHeader(String line) {
    int colon = line.indexOf(':');
    // No name, white space before the colon or a folded line: ways to smuggle requests.
    if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
      return false;
    }
    String value = line.substring(colon + 1).trim();
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    if (name.equals("accept")) {
      accept = accept == null ? value : accept + "," + value;
    } else if (name.equals("accept-encoding")) {
      acceptEncoding = acceptEncoding == null ? value : acceptEncoding + "," + value;
    } else if (name.equals("authorization")) {
      authorization = value;
    } else if (name.equals("connection")) {
      connection = connection + "," + value.toLowerCase(Locale.ROOT);
    } else if (name.equals("host")) {
      // Two of them: no name that could be trusted.
      host = host == null ? value : "";
    } else if (name.equals("cookie")) {
      cookie = cookie == null ? value : cookie + ";" + value;
    } else if (name.equals("if-none-match")) {
      noneMatch = value;
    } else if (isOfProxy(name)) {
      forwarded = true;
    } else if (name.equals("transfer-encoding")
        || name.equals("content-length") && !value.equals("0")) {
      body = true;
    }
    return true;
  }

  /** Also what the proxies beside a pod add to requests from outside, who then come from inside. */
  private static boolean isOfProxy(String name) {
    return name.equals("forwarded")
        || name.equals("via")
        || name.equals("x-real-ip")
        || name.equals("x-request-id")
        || name.startsWith("x-forwarded-")
        || name.startsWith("x-envoy-");
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  /**
   * A parameter of the query, decoded.
   *
   * @return null when absent or malformed
   */
  public String parameter(String name) {
    for (int from = 0; from < query.length(); ) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      if (query.startsWith(name, from)
          && from + name.length() < end
          && query.charAt(from + name.length()) == '=') {
        try {
          return URLDecoder.decode(query.substring(from + name.length() + 1, end), "UTF-8");
        } catch (IllegalArgumentException e) {
          return null;
        } catch (UnsupportedEncodingException e) {
          throw new IllegalStateException(e);
        }
      }
      from = end + 1;
    }
    return null;
  }

  /** Null when absent or malformed. A secret. */
  public String cookie(String name) {
    for (int from = 0; cookie != null && from < cookie.length(); ) {
      int end = cookie.indexOf(';', from);
      end = end < 0 ? cookie.length() : end;
      String pair = cookie.substring(from, end).trim();
      if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
        return pair.substring(name.length() + 1);
      }
      from = end + 1;
    }
    return null;
  }

  /** Who is at the other end of the connection. */
  public InetAddress peer() {
    return peer;
  }

  /** As sent, with a port if it has one; empty when it is not clear, null when absent. */
  public String host() {
    return host;
  }

  /** Whether it says that somebody else's request was passed on. */
  public boolean forwarded() {
    return forwarded;
  }

  /** The header {@code If-None-Match}; null when absent. */
  public String noneMatch() {
    return noneMatch;
  }

  /** Null when absent. */
  public String accept() {
    return accept;
  }

  /** Null when absent. */
  public String acceptEncoding() {
    return acceptEncoding;
  }

  /** Null when absent. A secret. */
  public String authorization() {
    return authorization;
  }

  boolean keepAlive() {
    return http11 ? !connection.contains("close") : connection.contains("keep-alive");
  }
}
