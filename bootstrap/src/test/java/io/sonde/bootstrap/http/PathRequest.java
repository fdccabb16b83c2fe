package io.sonde.bootstrap.http;

/** A request that is no more than a path: {@code GET}, over {@code http}, without headers. */
final class PathRequest implements HttpServerRequest<String> {
  private PathRequest() {}

  /** Starts its span, which is current then. */
  static HttpServerSpan start(String path) {
    return HttpServerSpan.start(path, new PathRequest());
  }

  @Override
  public String method(String path) {
    return "GET";
  }

  @Override
  public String path(String path) {
    return path;
  }

  @Override
  public String query(String path) {
    return "token=secret";
  }

  @Override
  public String scheme(String path) {
    return "http";
  }

  @Override
  public String protocolVersion(String path) {
    return "1.1";
  }

  @Override
  public String peerAddress(String path) {
    return null;
  }

  @Override
  public String header(String path, String name) {
    return null;
  }
}
