package io.sonde.bootstrap.http;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Numbers;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.RecentText;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.bootstrap.metrics.UpDownCounter;

/** One request that this process answers. */
public final class HttpServerSpan extends Span {
  private final String method;
  private final String scheme;
  private final String protocolVersion;
  private final UpDownCounter.Series active;

  /** Kept of a sampled request only: what attributes are made of. */
  private String sentMethod;

  private String path;
  private String query;
  private String userAgent;
  private String peer;
  private String forwardedFor;
  private String host;

  private String route;
  private boolean routeOfFramework;
  private int status;
  private String errorType;
  private String user;
  private boolean discarded;

  private HttpServerSpan(
      RemoteParent remote, String path, String method, String scheme, String protocolVersion) {
    super(SERVER, null, remote, method, path);
    this.method = method;
    this.scheme = scheme;
    this.protocolVersion = protocolVersion;
    active = Metrics.HTTP_SERVER_ACTIVE.series(method, scheme);
    active.add(1);
  }

  /**
   * Starts the span of a request and makes it current; the caller deactivates it on this thread and
   * ends it when the response is complete.
   *
   * @return null when this thread is the agent's own
   */
  public static <R> HttpServerSpan start(R request, HttpServerRequest<R> reader) {
    if (Tracer.suppressed()) {
      return null;
    }
    String sentMethod = reader.method(request);
    String method = HttpMethods.known(sentMethod);
    String path = reader.path(request);
    HttpServerSpan span =
        new HttpServerSpan(
            Propagation.extract(request, reader),
            path,
            method,
            reader.scheme(request),
            reader.protocolVersion(request));
    if (span.sampled()) {
      span.sentMethod = sentMethod;
      span.path = path;
      span.query = reader.query(request);
      span.userAgent = reader.header(request, "user-agent");
      span.peer = reader.peerAddress(request);
      span.forwardedFor = reader.header(request, "x-forwarded-for");
      span.host = reader.header(request, "host");
    } else if (AccessLog.on() && !span.excluded()) {
      span.path = path;
    }
    span.activate();
    return span;
  }

  /** The mapping of the servlet, {@code /users/*}; never the path itself. */
  public void route(String template) {
    if (!routeOfFramework) {
      route = template;
    }
  }

  /**
   * The template of a framework's handler, {@code /users/{id}}. The first one stays: an error page
   * or a forward that follows is not what was asked for.
   */
  public void frameworkRoute(String template) {
    if (!routeOfFramework) {
      route = template;
      routeOfFramework = true;
    }
  }

  /** Whether what answers is mapped to everything in the application, which is no route. */
  boolean routeIsAll(String contextPath) {
    return route == null
        || route.endsWith("/**")
            && route.startsWith(contextPath)
            && route.length() == contextPath.length() + 3;
  }

  /** For whom the application works. */
  void user(String id) {
    user = id;
  }

  /** The request was one of the agent's own, and is not counted. */
  void discard() {
    discarded = true;
  }

  /**
   * Ends the span.
   *
   * @param responseStatus as sent to the client
   * @param thrown what escaped the container, or null
   */
  public void end(int responseStatus, Throwable thrown) {
    status = thrown != null && responseStatus < 400 ? 500 : responseStatus;
    if (thrown != null) {
      fail(thrown);
      errorType = thrown.getClass().getName();
    } else if (status >= 500) {
      fail();
      errorType = Integer.toString(status);
    }
    end();
  }

  @Override
  protected void finish(long durationNanos) {
    active.add(-1);
    if (discarded) {
      return;
    }
    Long statusCode = Numbers.box(status);
    Metrics.HTTP_SERVER_DURATION
        .series(method, scheme, route, statusCode, errorType, protocolVersion)
        .record(durationNanos, this);
    if (path != null && AccessLog.on()) {
      AccessLog.log(this, method, path, route, status, durationNanos, user);
    }
  }

  @Override
  public String name() {
    String verb = HttpMethods.forName(method);
    return route == null ? verb : RecentText.joined(verb, route);
  }

  @Override
  public String group() {
    return route;
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    to.set("http.request.method", method);
    if (method.equals("_OTHER")) {
      to.set("http.request.method_original", sentMethod);
    }
    to.set("url.path", path);
    to.set("url.scheme", scheme);
    to.set("url.query", UrlText.redactQuery(query));
    to.set("network.protocol.version", protocolVersion);
    to.set("user_agent.original", userAgent);
    to.set("network.peer.address", peer);
    String client = UrlText.firstForwarded(forwardedFor);
    to.set("client.address", client != null ? client : peer);
    if (host != null) {
      int colon = UrlText.portColon(host);
      to.set("server.address", colon < 0 ? host : host.substring(0, colon));
      if (colon >= 0) {
        to.set("server.port", UrlText.port(host, colon));
      }
    }
    to.set("http.route", route);
    to.set("http.response.status_code", status);
    to.set("error.type", errorType);
  }

  @Override
  protected int textLength() {
    return length(path) + length(query) + length(userAgent) + length(forwardedFor) + length(host);
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }
}
