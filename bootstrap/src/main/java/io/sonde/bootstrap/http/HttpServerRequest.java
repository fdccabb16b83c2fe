package io.sonde.bootstrap.http;

import io.sonde.bootstrap.HeaderGetter;

/**
 * How a server shows a request of type {@code R}. Called on the request's thread before the
 * application sees it; must not consume or change anything of it (faults E1, E2). All but the
 * method and path may be null.
 */
public interface HttpServerRequest<R> extends HeaderGetter<R> {
  String method(R request);

  /** The path as sent, without the query. */
  String path(R request);

  /** Without the question mark. */
  String query(R request);

  /** {@code http} or {@code https}. */
  String scheme(R request);

  /** {@code 1.0}, {@code 1.1}, {@code 2}. */
  String protocolVersion(R request);

  /** The address of the peer, never resolved to a name. */
  String peerAddress(R request);
}
