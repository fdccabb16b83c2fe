package io.sonde.exporter.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts bytes to one URL, over one connection that is kept. Not thread safe.
 *
 * <p>Of the time of the threads that export, {@code HttpURLConnection} took 56 %, the encoding 36:
 * 300 us a request for the URL parsed again, the proxy chosen again, a wait of a millisecond for
 * whether the old connection still lives, and headers printed. Here a request is a head that is
 * there already, one write and one read.
 */
public final class HttpSender {
  private final HttpRoute route;
  private final RequestHead head;
  private final int timeoutMillis;
  private Http1Connection connection;

  /**
   * @param headers sent with every request, credentials among them: never logged
   * @param tls null for the JVM's own trust
   * @param timeoutMillis for one request, from connecting to the end of the answer
   */
  public HttpSender(URL url, Map<String, String> headers, SSLSocketFactory tls, int timeoutMillis) {
    route = new HttpRoute(url, tls);
    head = new RequestHead(url, headers);
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Posts the first {@code length} bytes of {@code body}. When a kept connection turns out to be
   * gone they are sent a second time, so that they may arrive twice.
   *
   * @param contentEncoding null when there is none
   * @throws java.net.ConnectException if no connection could be made: the body is not to blame
   * @throws SocketTimeoutException if there was no answer in time
   */
  public Response post(String contentType, String contentEncoding, byte[] body, int length)
      throws IOException {
    Deadline deadline = new Deadline(timeoutMillis);
    Http1Connection kept = connection;
    if (kept != null && kept.idle()) {
      try {
        return exchange(contentType, contentEncoding, body, length, deadline);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        if (kept.answered()) {
          throw e;
        }
      }
    }
    close();
    connection = new Http1Connection(route.open(deadline));
    return exchange(contentType, contentEncoding, body, length, deadline);
  }

  /** Gets what the URL stands for, as {@link #post} posts. */
  public Response get() throws IOException {
    return post(null, null, new byte[0], 0);
  }

  /** Closes the connection; another post would open one. */
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private Response exchange(
      String contentType, String contentEncoding, byte[] body, int length, Deadline deadline)
      throws IOException {
    boolean reusable = false;
    try {
      int headLength = head.prepare(contentType, contentEncoding, route.requestsToProxy(), length);
      Response response = connection.exchange(head.bytes, headLength, body, length, deadline);
      // A peer that fails may be one that is being replaced: the next request resolves its name.
      reusable = connection.reusable() && response.status() < 500;
      return response;
    } finally {
      if (!reusable) {
        close();
      }
    }
  }

  /** An answer. */
  public static final class Response {
    private final int status;
    private final String retryAfter;
    private final Written written;
    private final byte[] body;

    Response(int status, String retryAfter, Written written, byte[] body) {
      this.status = status;
      this.retryAfter = retryAfter;
      this.written = written;
      this.body = body;
    }

    public int status() {
      return status;
    }

    /** What {@code Retry-After} asks for, as {@link RetryAfter#millis}. */
    public long retryAfterMillis() {
      return RetryAfter.millis(retryAfter, System.currentTimeMillis());
    }

    /** Null when the answer has none of those headers. */
    public Written written() {
      return written;
    }

    /** At most 64 KiB of it. */
    public byte[] body() {
      return body;
    }
  }
}
