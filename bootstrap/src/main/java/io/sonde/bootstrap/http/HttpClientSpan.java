package io.sonde.bootstrap.http;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.HeaderSetter;
import io.sonde.bootstrap.Numbers;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.bootstrap.metrics.Metrics;

/** One request that this process makes. Not current while it runs: nothing happens inside it. */
public final class HttpClientSpan extends Span {
  private final String method;
  private final String host;
  private final Long port;

  /** Kept of a sampled request only. */
  private String sentMethod;

  private String url;
  private int status;
  private String errorType;
  private String protocolVersion;

  private HttpClientSpan(Span parent, String method, String host, int port) {
    super(CLIENT, parent, null, null);
    this.method = method;
    this.host = host;
    this.port = port > 0 ? Numbers.box(port) : null;
  }

  /**
   * Starts the span of a request.
   *
   * @param url whole; user info and secret parameters are not shown
   * @param port the explicit or the scheme's own port; 0 when unknown
   * @return null when this thread is the agent's own
   */
  public static HttpClientSpan start(String method, String url, String host, int port) {
    if (Tracer.suppressed()) {
      return null;
    }
    String known = HttpMethods.known(method);
    HttpClientSpan span = new HttpClientSpan(Span.current(), known, host, port);
    if (span.sampled()) {
      span.sentMethod = method;
      span.url = url;
    }
    return span;
  }

  /** Writes the trace into the request. */
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    Propagation.inject(this, carrier, setter);
  }

  /** {@code 1.1} or {@code 2}; may be null. */
  public void protocolVersion(String version) {
    protocolVersion = version;
  }

  /**
   * Ends the span.
   *
   * @param responseStatus 0 when there was no response
   * @param thrown what the call threw, or null
   */
  public void end(int responseStatus, Throwable thrown) {
    status = responseStatus;
    if (thrown != null) {
      fail(thrown);
      errorType = thrown.getClass().getName();
    } else if (status >= 400) {
      fail();
      errorType = Integer.toString(status);
    }
    end();
  }

  @Override
  protected void finish(long durationNanos) {
    Long statusCode = status > 0 ? Numbers.box(status) : null;
    Metrics.HTTP_CLIENT_DURATION
        .series(method, host, port, statusCode, errorType, protocolVersion)
        .record(durationNanos, this);
  }

  @Override
  public String name() {
    return HttpMethods.forName(method);
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    to.set("http.request.method", method);
    if (method.equals("_OTHER")) {
      to.set("http.request.method_original", sentMethod);
    }
    to.set("url.full", UrlText.redact(url));
    to.set("server.address", host);
    if (port != null) {
      to.set("server.port", port);
    }
    if (status > 0) {
      to.set("http.response.status_code", status);
    }
    to.set("error.type", errorType);
    to.set("network.protocol.version", protocolVersion);
  }

  @Override
  protected int textLength() {
    return url == null ? 0 : url.length();
  }
}
