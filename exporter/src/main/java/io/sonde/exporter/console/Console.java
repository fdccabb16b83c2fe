package io.sonde.exporter.console;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.TraceCapture;
import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.endpoint.Handler;
import io.sonde.exporter.endpoint.HttpRequest;
import io.sonde.exporter.endpoint.HttpResponse;

/**
 * The console on an endpoint. Keeps nothing before the port is there, and makes everything that it
 * is made of with its first tick, a second after the start.
 */
public final class Console extends Handler {
  private static final long TICK_MILLIS = 1000;
  private static final String HEADERS =
      "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'\r\n"
          + "X-Content-Type-Options: nosniff\r\n"
          + "Cross-Origin-Resource-Policy: same-origin\r\n"
          + "Referrer-Policy: no-referrer\r\n";

  private final ConsoleAccess access;
  private final long maxBytes;
  private final AgentView agent;

  private final long startedAt = System.currentTimeMillis();

  /** Null until the first tick or request: before, nothing is captured. */
  private Pages pages;

  private boolean failureTold;

  /**
   * @param token that opens the console from other machines; null for none
   * @param maxBytes for everything that is kept
   */
  public Console(EndpointAccess endpoint, String token, long maxBytes, AgentView agent) {
    access = new ConsoleAccess(endpoint, token);
    this.maxBytes = maxBytes;
    this.agent = agent;
  }

  @Override
  public String purpose() {
    return "console";
  }

  /** It is there by default. */
  @Override
  public boolean asked() {
    return false;
  }

  @Override
  public String index() {
    return "/            the console: for a browser on this machine; from elsewhere with"
        + " sonde.console.token\n";
  }

  @Override
  public void closed() {
    if (pages != null) {
      pages = null;
      TraceCapture.stop();
    }
  }

  @Override
  public long tickMillis() {
    return TICK_MILLIS;
  }

  @Override
  public void tick() {
    pages().tick();
  }

  @Override
  public void failed(Throwable thrown) {
    if (!failureTold) {
      failureTold = true;
      AgentLog.warn("The console failed; later failures are not told", thrown);
    }
  }

  @Override
  public HttpResponse answer(HttpRequest request) {
    String path = request.path();
    boolean start = path.equals("/");
    if (!start && !path.startsWith("/console/")) {
      return null;
    }
    String token = start ? request.parameter("token") : null;
    if (token != null && access.isToken(token)) {
      return welcome();
    }
    if (!access.permits(request)) {
      return start ? null : forbidden();
    }
    try {
      return pages().answer(request, HEADERS);
    } catch (Throwable t) {
      failed(t);
      return HttpResponse.text("500 Internal Server Error", HEADERS, "the console failed\n");
    }
  }

  private Pages pages() {
    if (pages == null) {
      pages = new Pages(TraceCapture.start(), maxBytes, agent, startedAt);
    }
    return pages;
  }

  /**
   * A page that leads on, as a redirection would: a browser that followed a link from another site
   * sends no strict cookie with that.
   */
  private HttpResponse welcome() {
    return HttpResponse.of(
        "200 OK",
        "text/html; charset=utf-8",
        HEADERS + "Cache-Control: no-store\r\nRefresh: 0; url=/\r\n" + access.cookieHeader(),
        new byte[0]);
  }

  private static HttpResponse forbidden() {
    return HttpResponse.text(
        "403 Forbidden",
        HEADERS,
        "The console is for this machine (http://localhost), or for who has the token of"
            + " sonde.console.token\n");
  }
}
