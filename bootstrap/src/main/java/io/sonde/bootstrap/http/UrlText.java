package io.sonde.bootstrap.http;

import io.sonde.bootstrap.Text;

/** Reads and redacts parts of URLs by scanning; total on any input. */
final class UrlText {
  private static final int MAX_QUERY = 2048;

  /** Values of these parameters are secrets, whoever reads the trace. */
  private static final String[] SECRET_PARAMETERS = {
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "auth",
    "code",
    "password",
    "passwd",
    "pwd",
    "secret",
    "client_secret",
    "api_key",
    "apikey",
    "key",
    "session",
    "sessionid"
  };

  private UrlText() {}

  /** The query with the values of secret parameters replaced. */
  static String redactQuery(String query) {
    if (query == null || query.isEmpty()) {
      return null;
    }
    String text = Text.cut(query, MAX_QUERY);
    StringBuilder redacted = null;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('&', start);
      if (end < 0) {
        end = text.length();
      }
      int equals = text.indexOf('=', start);
      boolean secret = equals > start && equals < end && secret(text, start, equals);
      if (secret && redacted == null) {
        redacted = new StringBuilder(text.length()).append(text, 0, start);
      }
      if (redacted != null) {
        if (secret) {
          redacted.append(text, start, equals + 1).append("REDACTED");
        } else {
          redacted.append(text, start, end);
        }
        if (end < text.length()) {
          redacted.append('&');
        }
      }
      start = end + 1;
    }
    return redacted == null ? text : redacted.toString();
  }

  /** The path without {@code ;jsessionid=...} and its like. */
  static String withoutParameters(String path) {
    int semicolon = path.indexOf(';');
    if (semicolon < 0) {
      return path;
    }
    StringBuilder kept = new StringBuilder(path.length());
    int from = 0;
    while (semicolon >= 0) {
      kept.append(path, from, semicolon);
      int slash = path.indexOf('/', semicolon);
      from = slash < 0 ? path.length() : slash;
      semicolon = path.indexOf(';', from);
    }
    return kept.append(path, from, path.length()).toString();
  }

  private static boolean secret(String text, int start, int end) {
    for (String name : SECRET_PARAMETERS) {
      if (name.length() == end - start && text.regionMatches(true, start, name, 0, end - start)) {
        return true;
      }
    }
    return false;
  }

  /** A whole URL without user info, with its query redacted and its fragment gone. */
  static String redact(String url) {
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    int end = fragment < 0 ? url.length() : fragment;
    int pathEnd = query >= 0 && query < end ? query : end;
    String base = url.substring(0, pathEnd);
    int authority = base.indexOf("://");
    if (authority >= 0) {
      int slash = base.indexOf('/', authority + 3);
      int at = base.lastIndexOf('@', slash < 0 ? base.length() : slash);
      if (at > authority) {
        base = base.substring(0, authority + 3) + "REDACTED:REDACTED" + base.substring(at);
      }
    }
    String rest = pathEnd < end ? redactQuery(url.substring(pathEnd + 1, end)) : null;
    return rest == null ? base : base + '?' + rest;
  }

  /** The first address of {@code X-Forwarded-For}, or null. */
  static String firstForwarded(String header) {
    if (header == null) {
      return null;
    }
    int comma = header.indexOf(',');
    String first = (comma < 0 ? header : header.substring(0, comma)).trim();
    return first.isEmpty() || first.length() > 64 ? null : first;
  }

  /** Where the port of a host begins, or -1; a colon within brackets is IPv6. */
  static int portColon(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') && host.indexOf(':') == colon
        ? colon
        : colon > 0 && host.charAt(colon - 1) == ']' ? colon : -1;
  }

  /** The port after {@code colon}; 0 when it is none. */
  static int port(String host, int colon) {
    int port = 0;
    for (int i = colon + 1; i < host.length(); i++) {
      int digit = host.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > 65535) {
        return 0;
      }
      port = 10 * port + digit;
    }
    return port > 65535 ? 0 : port;
  }
}
