package io.sonde.bootstrap.http;

/** The methods that may become a label. */
final class HttpMethods {
  private HttpMethods() {}

  /** {@code method} when the conventions know it, else {@code _OTHER}. */
  static String known(String method) {
    if (method != null) {
      switch (method) {
        case "GET":
        case "POST":
        case "PUT":
        case "DELETE":
        case "HEAD":
        case "OPTIONS":
        case "PATCH":
        case "TRACE":
        case "CONNECT":
        case "QUERY":
          return method;
        default:
      }
    }
    return "_OTHER";
  }

  /** The first word of a span's name. */
  static String forName(String known) {
    return known.equals("_OTHER") ? "HTTP" : known;
  }
}
