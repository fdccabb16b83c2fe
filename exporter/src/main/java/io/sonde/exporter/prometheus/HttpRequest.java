package io.sonde.exporter.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of a request (RFC 9112), as far as a scrape endpoint needs it. Immutable. */
final class HttpRequest {
  private static final int MAX_HEADERS = 100;

  private String method;
  private String path;
  private String accept;
  private String acceptEncoding;
  private String authorization;
  private boolean http11;
  private boolean host;
  private boolean body;
  private String connection = "";

  private HttpRequest() {}

  /**
   * Where the head ends that begins at 0.
   *
   * @param from how far the bytes are known not to contain the end
   * @return the index behind the empty line, or -1 if it has not come yet
   */
  static int headEnd(byte[] bytes, int from, int length) {
    for (int i = Math.max(1, from); i < length; i++) {
      if (bytes[i] == '\n'
          && (bytes[i - 1] == '\n' || i > 1 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n')) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Null when it is not HTTP/1.0 or 1.1, or has a body. */
  static HttpRequest parse(byte[] bytes, int length) {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    HttpRequest request = new HttpRequest();
    int end = head.indexOf('\n');
    if (!request.parseRequestLine(line(head, 0, end))) {
      return null;
    }
    int headers = 0;
    for (int from = end + 1; ; from = end + 1) {
      end = head.indexOf('\n', from);
      String header = line(head, from, end);
      if (header.isEmpty()) {
        return request.host || !request.http11 ? request : null;
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
    path = path(line.substring(first + 1, last));
    return path != null && (http11 || version.equals("HTTP/1.0"));
  }

  /** Without query; of the absolute form that proxies send, too. */
  private static String path(String target) {
    int from = 0;
    if (target.charAt(0) != '/') {
      int authority = target.indexOf("://");
      if (authority < 0) {
        return target.equals("*") ? target : null;
      }
      from = target.indexOf('/', authority + 3);
      if (from < 0) {
        return "/";
      }
    }
    int query = target.indexOf('?', from);
    return target.substring(from, query < 0 ? target.length() : query);
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
      host = true;
    } else if (name.equals("transfer-encoding")
        || name.equals("content-length") && !value.equals("0")) {
      body = true;
    }
    return true;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** Null when absent. */
  String accept() {
    return accept;
  }

  /** Null when absent. */
  String acceptEncoding() {
    return acceptEncoding;
  }

  /** Null when absent. A secret. */
  String authorization() {
    return authorization;
  }

  boolean keepAlive() {
    return http11 ? !connection.contains("close") : connection.contains("keep-alive");
  }
}
