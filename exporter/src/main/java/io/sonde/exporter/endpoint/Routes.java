package io.sonde.exporter.endpoint;

/** Which path is answered by whom. For one thread. */
final class Routes {
  private final EndpointAccess access;
  private final Handler[] handlers;

  Routes(EndpointAccess access, Handler[] handlers) {
    this.access = access;
    this.handlers = handlers;
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
    for (Handler handler : handlers) {
      HttpResponse response = handler.answer(request);
      if (response != null) {
        return response;
      }
    }
    if (!access.permits(request.authorization())) {
      return EndpointAccess.unauthorized();
    }
    return path.equals("/")
        ? HttpResponse.text("200 OK", index())
        : HttpResponse.text("404 Not Found", "not found; what there is stands at /\n");
  }

  private String index() {
    StringBuilder text = new StringBuilder("Sonde\n\n");
    for (Handler handler : handlers) {
      text.append(handler.index());
    }
    return text.append("/-/healthy   whether this endpoint lives\n").toString();
  }
}
