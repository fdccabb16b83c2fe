package io.sonde.smoke.programs;

import io.sonde.bootstrap.http.HttpServerRequest;

/** A request that is only its path. */
final class PathRequest implements HttpServerRequest<String> {
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
    return null;
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
