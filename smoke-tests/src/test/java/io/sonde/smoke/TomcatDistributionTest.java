package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedMetric.Point;
import io.sonde.testing.ReceivedSpan;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tomcat as it is downloaded, with its examples: whatever a request does, it is one span. */
class TomcatDistributionTest {
  private static final String HELLO = "/examples/servlets/servlet/HelloWorldExample";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private static final List<String> MALFORMED =
      List.of(
          "garbage",
          "00-" + TRACE + "-" + PARENT,
          "00-00000000000000000000000000000000-" + PARENT + "-01",
          "00-" + TRACE + "-0000000000000000-01",
          "ff-" + TRACE + "-" + PARENT + "-01",
          "00-" + TRACE.toUpperCase() + "-" + PARENT + "-01",
          "00-" + TRACE + "-" + PARENT + "-01-more",
          "0".repeat(4000));

  private final Map<String, Integer> statuses = new HashMap<>();

  /** 10.1.5 is the last whose {@code MessageBytes.toString()} changes the request. */
  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"9.0.54", "9.0.80", "10.1.1", "10.1.5", "10.1.30", "11.0.1"})
  void olderVersions(String version) throws Exception {
    everyRequestIsOneSpan(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0.117", "10.1.59", "11.0.24"})
  void everyRequestIsOneSpan(String version) throws Exception {
    TomcatDistribution tomcat = new TomcatDistribution(version);
    tomcat.example("boom.jsp", "<% if (true) throw new IllegalStateException(\"boom\"); %>");
    try (Backend backend = Backend.start();
        AgentProcess process = tomcat.command().backend(backend).start()) {
      process.awaitErrorLine("Server startup in");
      Http http = new Http(tomcat.port);

      requests(http);
      webSocket(http, backend);
      // Spans are delivered in the order in which they end: when the last is here, all are.
      get(http, HELLO + "?case=last");
      backend.awaitSpan(span -> "case=last".equals(span.attribute("url.query")));

      List<ReceivedSpan> spans = backend.spans(ReceivedSpan::isServer);
      assertEquals(statuses.size(), spans.size(), () -> "one span a request: " + spans);
      names(spans);
      parents(spans);
      metrics(backend);
      assertEquals(
          1, process.agentLines().stream().filter(line -> line.contains("traceparent")).count());
      process.terminate();
    }
  }

  private void requests(Http http) {
    List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
    for (String path : List.of("async0", "async1", "async2", "async3")) {
      slow.add(http.getAsync("/examples/async/" + path + "?case=" + path));
    }
    get(http, HELLO + "?case=servlet", "traceparent", "00-" + TRACE + "-" + PARENT + "-01");
    for (int i = 0; i < MALFORMED.size(); i++) {
      get(http, HELLO + "?case=malformed" + i, "traceparent", MALFORMED.get(i));
    }
    get(http, "/examples/servlets/servlet/RequestInfoExample/more?case=prefix");
    get(http, "/examples/jsp/dates/date.jsp?case=jsp");
    get(http, "/examples/index.html?case=static");
    get(http, "/examples/none?case=missing");
    get(http, "/none?case=outside");
    get(http, "/examples/boom.jsp?case=error");
    get(http, "/examples/servletToJsp?case=forward");
    get(http, "/examples/WEB-INF/web.xml?case=hidden");
    send(
        http,
        http.request("/examples/servlets/nonblocking/bytecounter?case=upload")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
            .build());
    send(
        http,
        http.request("/examples/index.html?case=method")
            .method("FROB", HttpRequest.BodyPublishers.noBody())
            .build());
    for (CompletableFuture<HttpResponse<String>> each : slow) {
      record(each.join());
    }
  }

  /** The upgrade's span ends when the connection is a WebSocket, not when that is closed. */
  private void webSocket(Http http, Backend backend) throws Exception {
    CompletableFuture<String> echo = new CompletableFuture<>();
    WebSocket socket =
        http.client
            .newWebSocketBuilder()
            .buildAsync(
                http.uri("ws", "/examples/websocket/echoProgrammatic?case=upgrade"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean end) {
                    echo.complete(text.toString());
                    return null;
                  }
                })
            .join();
    statuses.put("upgrade", 101);
    socket.sendText("hello", true).join();
    assertEquals("hello", echo.get());
    backend.awaitSpan(span -> "case=upgrade".equals(span.attribute("url.query")));
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  private void names(List<ReceivedSpan> spans) {
    Map<String, String> routes =
        Map.ofEntries(
            Map.entry("servlet", HELLO),
            Map.entry("last", HELLO),
            Map.entry("prefix", "/examples/servlets/servlet/RequestInfoExample/*"),
            Map.entry("jsp", "/examples/*.jsp"),
            Map.entry("error", "/examples/*.jsp"),
            Map.entry("forward", "/examples/servletToJsp"),
            Map.entry("upload", "/examples/servlets/nonblocking/bytecounter"),
            Map.entry("async0", "/examples/async/async0"),
            Map.entry("async1", "/examples/async/async1"),
            Map.entry("async2", "/examples/async/async2"),
            Map.entry("async3", "/examples/async/async3"));
    for (String name : statuses.keySet()) {
      List<ReceivedSpan> ofCase =
          spans.stream().filter(s -> ("case=" + name).equals(s.attribute("url.query"))).toList();
      assertEquals(1, ofCase.size(), () -> name + ": " + ofCase);
      ReceivedSpan span = ofCase.get(0);
      String method =
          switch (name) {
            case "upload" -> "POST";
            case "method" -> "HTTP";
            default -> "GET";
          };
      String route = name.startsWith("malformed") ? HELLO : routes.get(name);
      int status = statuses.get(name);
      assertAll(
          name,
          () -> assertEquals(route, span.attribute("http.route")),
          () -> assertEquals(route == null ? method : method + " " + route, span.name()),
          () -> assertEquals((long) status, span.attribute("http.response.status_code")),
          () -> assertEquals(status >= 500, span.isError(), span::toString),
          () -> assertEquals("http", span.attribute("url.scheme")),
          () -> assertEquals("127.0.0.1", span.attribute("server.address")),
          () -> assertEquals("1.1", span.attribute("network.protocol.version")));
      if (name.equals("method")) {
        assertEquals("_OTHER", span.attribute("http.request.method"));
        assertEquals("FROB", span.attribute("http.request.method_original"));
      } else {
        assertEquals(method, span.attribute("http.request.method"));
        assertNull(span.attribute("http.request.method_original"));
      }
    }
    assertEquals(500, statuses.get("error"));
    assertEquals(404, statuses.get("missing"));
  }

  /**
   * One request had a parent; connections that are used again do not hand it on, and what is
   * malformed is none.
   */
  private static void parents(List<ReceivedSpan> spans) {
    for (ReceivedSpan span : spans) {
      if ("case=servlet".equals(span.attribute("url.query"))) {
        assertEquals(TRACE, span.traceId());
        assertEquals(PARENT, span.parentId());
      } else {
        assertNotEquals(TRACE, span.traceId());
        assertEquals("", span.parentId());
      }
    }
    assertEquals(spans.size(), spans.stream().map(ReceivedSpan::traceId).distinct().count());
  }

  private void metrics(Backend backend) {
    backend.awaitMetric(
        "http.server.request.duration",
        metric -> metric.points().stream().mapToLong(Point::count).sum() == statuses.size());
    backend.clear();
    List<Point> active = backend.awaitMetric("http.server.active_requests").points();
    assertFalse(active.isEmpty());
    assertTrue(active.stream().allMatch(point -> point.value() == 0), active::toString);
  }

  private void get(Http http, String path, String... headers) {
    record(http.get(path, headers));
  }

  private void send(Http http, HttpRequest request) {
    record(http.send(request));
  }

  private void record(HttpResponse<String> response) {
    String name = response.request().uri().getQuery().substring("case=".length());
    statuses.put(name, response.statusCode());
  }
}
