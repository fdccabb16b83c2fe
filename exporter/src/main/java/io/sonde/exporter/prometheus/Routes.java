package io.sonde.exporter.prometheus;

import io.sonde.bootstrap.AgentLog;

/** Which path is answered with what. For one thread. */
final class Routes {
  private static final String INDEX =
      "Sonde\n\n/metrics     metrics for Prometheus\n/-/healthy   whether this endpoint lives\n";

  private final Exposition exposition;
  private final EndpointAccess access;
  private boolean failureTold;

  Routes(Exposition exposition, EndpointAccess access) {
    this.exposition = exposition;
    this.access = access;
  }

  HttpResponse answer(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return HttpResponse.text(
          "405 Method Not Allowed", "Allow: GET, HEAD\r\n", "only GET and HEAD\n");
    }
    String path = request.path();
    if (path.equals("/-/healthy")) {
      return HttpResponse.text("200 OK", "healthy\n");
    }
    if (!access.permits(request.authorization())) {
      return HttpResponse.text(
          "401 Unauthorized",
          "WWW-Authenticate: Basic realm=\"metrics\", charset=\"UTF-8\"\r\n",
          "unauthorized\n");
    }
    if (path.equals("/metrics")) {
      return metrics(request);
    }
    return path.equals("/")
        ? HttpResponse.text("200 OK", INDEX)
        : HttpResponse.text("404 Not Found", "not found; metrics are at /metrics\n");
  }

  private HttpResponse metrics(HttpRequest request) {
    try {
      return HttpResponse.page(exposition.render(request.accept(), request.acceptEncoding()));
    } catch (RuntimeException e) {
      if (!failureTold) {
        failureTold = true;
        AgentLog.warn("A scrape failed; later failures are not told", e);
      }
      return HttpResponse.text("500 Internal Server Error", "the metrics could not be collected\n");
    }
  }
}
