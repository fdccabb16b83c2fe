package io.sonde.exporter.prometheus;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.http.MetricsPage;
import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.endpoint.Handler;
import io.sonde.exporter.endpoint.HttpRequest;
import io.sonde.exporter.endpoint.HttpResponse;

/** {@code GET /metrics}. */
public final class MetricsHandler extends Handler {
  private final Exposition exposition;
  private final EndpointAccess access;
  private boolean failureTold;

  public MetricsHandler(Exposition exposition, EndpointAccess access) {
    this.exposition = exposition;
    this.access = access;
  }

  @Override
  public String purpose() {
    return "metrics";
  }

  @Override
  public String index() {
    return "/metrics     metrics for Prometheus\n";
  }

  @Override
  public HttpResponse answer(HttpRequest request) {
    if (!request.path().equals("/metrics")) {
      return null;
    }
    return access.permits(request.authorization())
        ? metrics(request)
        : EndpointAccess.unauthorized();
  }

  private HttpResponse metrics(HttpRequest request) {
    try {
      MetricsPage page = exposition.render(request.accept(), request.acceptEncoding());
      String encoding = page.contentEncoding();
      return HttpResponse.of(
          "200 OK",
          page.contentType(),
          encoding == null ? "" : "Content-Encoding: " + encoding + "\r\n",
          page.body());
    } catch (RuntimeException e) {
      if (!failureTold) {
        failureTold = true;
        AgentLog.warn("A scrape failed; later failures are not told", e);
      }
      return HttpResponse.text("500 Internal Server Error", "the metrics could not be collected\n");
    }
  }
}
