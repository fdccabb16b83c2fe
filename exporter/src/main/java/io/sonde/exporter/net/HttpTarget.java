package io.sonde.exporter.net;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/** Where requests go, and what goes with each of them. Immutable. */
public final class HttpTarget {
  private final URL url;
  private final Map<String, String> headers;
  private final SSLSocketFactory tls;
  private final int timeoutMillis;

  /**
   * @param headers sent with every request, credentials among them: never logged
   * @param tls null for the JVM's own trust
   * @param timeoutMillis for one request, from connecting to the end of the answer
   */
  public HttpTarget(URL url, Map<String, String> headers, SSLSocketFactory tls, int timeoutMillis) {
    this.url = url;
    this.headers = headers;
    this.tls = tls;
    this.timeoutMillis = timeoutMillis;
  }

  /** The same with {@code path} where the URL has none. */
  public HttpTarget withDefaultPath(String path) {
    String given = url.getPath();
    if (!given.isEmpty() && !given.equals("/")) {
      return this;
    }
    String query = url.getQuery() == null ? "" : "?" + url.getQuery();
    return withPath(path + query);
  }

  /** The same with {@code path}, which may end in a query, behind the path that the URL has. */
  public HttpTarget append(String path) {
    String given = url.getPath();
    String base = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    return withPath(base + path);
  }

  private HttpTarget withPath(String path) {
    try {
      return new HttpTarget(new URL(url, path), headers, tls, timeoutMillis);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a path cannot make a URL malformed");
    }
  }

  /** The same with other headers. */
  public HttpTarget withHeaders(Map<String, String> newHeaders) {
    return new HttpTarget(url, newHeaders, tls, timeoutMillis);
  }

  /** Sends there, over one connection. Opens none yet. */
  public HttpSender sender() {
    return new HttpSender(url, headers, tls, timeoutMillis);
  }

  /** May hold a password. */
  public URL url() {
    return url;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public int timeoutMillis() {
    return timeoutMillis;
  }

  /** Host and port, for people. */
  public String describe() {
    return url.getHost() + ':' + (url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
  }
}
