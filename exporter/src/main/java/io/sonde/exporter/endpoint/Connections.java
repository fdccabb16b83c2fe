package io.sonde.exporter.endpoint;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The open connections, bounded in number and in bytes. Who has waited longest makes room: a
 * scanner that holds connections open must not keep the scraper out. For the server's thread.
 */
final class Connections {
  private static final int MAX = 64;
  private static final long MAX_PENDING_BYTES = 32L << 20;

  private final List<HttpConnection> open = new ArrayList<HttpConnection>(MAX);

  boolean isEmpty() {
    return open.isEmpty();
  }

  void add(HttpConnection connection) {
    if (open.size() >= MAX) {
      HttpConnection idle = oldest(true, connection);
      close(idle != null ? idle : oldest(false, connection));
    }
    open.add(connection);
  }

  /** Closes those that hold too many bytes together; not {@code latest} which was just served. */
  void limitPending(HttpConnection latest) {
    long pending = 0;
    for (HttpConnection connection : open) {
      pending += connection.pending();
    }
    while (pending > MAX_PENDING_BYTES) {
      HttpConnection slow = oldest(false, latest);
      if (slow == null) {
        return;
      }
      pending -= slow.pending();
      close(slow);
    }
  }

  /** Null when there is none. */
  private HttpConnection oldest(boolean waiting, HttpConnection except) {
    HttpConnection oldest = null;
    for (HttpConnection connection : open) {
      if (connection.waitsForRequest() == waiting
          && connection != except
          && (oldest == null || connection.since() - oldest.since() < 0)) {
        oldest = connection;
      }
    }
    return oldest;
  }

  void close(HttpConnection connection) {
    open.remove(connection);
    connection.close();
  }

  void closeExpired(long now) {
    for (Iterator<HttpConnection> i = open.iterator(); i.hasNext(); ) {
      HttpConnection connection = i.next();
      if (connection.expired(now)) {
        i.remove();
        connection.close();
      }
    }
  }

  void closeAll() {
    for (HttpConnection connection : open) {
      connection.close();
    }
    open.clear();
  }
}
