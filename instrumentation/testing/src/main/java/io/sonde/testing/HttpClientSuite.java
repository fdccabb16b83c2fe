package io.sonde.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every HTTP client must pass. The program reads lines {@code <id> <verb> <url>} and answers
 * {@code <id> <status>}, or the simple name of what was thrown:
 *
 * <ul>
 *   <li>{@code GET}; {@code POST} with the body {@code body}; {@code ASYNC}: {@code GET} in the
 *       background; {@code CANCEL}: the same, given up once it waits for the response;
 *   <li>{@code INSIDE}: {@code GET} within a request of the trace {@link #TRACE}, whose baggage is
 *       {@link #BAGGAGE};
 *   <li>{@code FOREIGN}: {@code GET} with a header {@code traceparent} of the application's own.
 * </ul>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpClientSuite {
  /** The trace and the span of it that {@code INSIDE} continues. */
  protected static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** The baggage that it passes on. */
  protected static final String BAGGAGE = "customer=42,tier=gold";

  private final Map<String, List<Headers>> received = new ConcurrentHashMap<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private ExecutorService threads;
  private HttpServer server;
  private Backend backend;
  private AgentProcess process;
  private int lastId;

  /** The program, on some JDK, with some version of the client. */
  protected abstract AgentCommand client();

  @BeforeAll
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    backend = Backend.start();
    process =
        client()
            .backend(backend)
            .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
            .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
            .start();
  }

  @AfterAll
  void stop() {
    released.countDown();
    try {
      process.close();
      assertEquals(
          List.of(),
          backend.spans(
              span -> span.attribute("url.full").toString().startsWith(backend.endpoint())),
          "the agent's own requests");
      backend.close();
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** {@code /status/<n>...}, {@code /redirect...} to {@code /status/200/...}, {@code /wait...}. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    received
        .computeIfAbsent(path, p -> new CopyOnWriteArrayList<>())
        .add(exchange.getRequestHeaders());
    exchange.getRequestBody().readAllBytes();
    int status = 200;
    if (path.startsWith("/redirect")) {
      status = 302;
      exchange.getResponseHeaders().add("Location", "/status/200" + path);
    } else if (path.startsWith("/status/")) {
      status = Integer.parseInt(path.substring(8, 11));
    } else {
      try {
        released.await();
      } catch (InterruptedException e) {
        return;
      }
    }
    exchange.sendResponseHeaders(status, 4);
    exchange.getResponseBody().write("body".getBytes());
    exchange.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private String send(String verb, String url) {
    String id = "r" + ++lastId;
    process.send(id + " " + verb + " " + url);
    return process.awaitLine(id + " ");
  }

  /** The one client span whose URL begins so. */
  private ReceivedSpan spanOf(String url) {
    ReceivedSpan found =
        backend.awaitSpan(
            span -> span.isClient() && span.attribute("url.full").toString().startsWith(url));
    assertEquals(
        1,
        backend.spans(span -> span.attribute("url.full").toString().startsWith(url)).size(),
        "one span for one request");
    return found;
  }

  private void assertCarries(ReceivedSpan span, String path) {
    assertFalse(received.get(path).isEmpty());
    for (Headers headers : received.get(path)) {
      assertEquals(
          List.of("00-" + span.traceId() + "-" + span.spanId() + "-01"),
          headers.get("Traceparent"));
    }
  }

  @Test
  void getIsAClientSpan() {
    assertEquals("200", send("GET", url("/status/200/get?a=b")));
    ReceivedSpan span = spanOf(url("/status/200/get"));
    assertEquals("GET", span.name());
    assertEquals(url("/status/200/get?a=b"), span.attribute("url.full"));
    assertEquals("GET", span.attribute("http.request.method"));
    assertEquals(200L, span.attribute("http.response.status_code"));
    assertEquals("127.0.0.1", span.attribute("server.address"));
    assertEquals((long) server.getAddress().getPort(), span.attribute("server.port"));
    assertEquals("1.1", span.attribute("network.protocol.version"));
    assertNull(span.attribute("error.type"));
    assertFalse(span.isError());
    assertCarries(span, "/status/200/get");
  }

  @Test
  void postIsSentWhole() {
    assertEquals("201", send("POST", url("/status/201/post")));
    ReceivedSpan span = spanOf(url("/status/201/post"));
    assertEquals("POST", span.name());
    assertCarries(span, "/status/201/post");
  }

  @Test
  void statusesFrom400AreErrors() {
    for (int status : new int[] {404, 500}) {
      String path = "/status/" + status + "/error";
      assertEquals(Integer.toString(status), send("GET", url(path)));
      ReceivedSpan span = spanOf(url(path));
      assertEquals((long) status, span.attribute("http.response.status_code"));
      assertEquals(Integer.toString(status), span.attribute("error.type"));
      assertTrue(span.isError());
      assertEquals(0, span.span().getEventsCount());
    }
  }

  @Test
  void aRefusedConnectionIsAnError() throws IOException {
    String url = "http://127.0.0.1:" + FreePort.nobody() + "/refused";
    assertEquals("ConnectException", send("GET", url));
    ReceivedSpan span = spanOf(url);
    assertEquals("java.net.ConnectException", span.attribute("error.type"));
    assertNull(span.attribute("http.response.status_code"));
    assertTrue(span.isError());
  }

  @Test
  void redirectsAreOneSpan() {
    assertEquals("200", send("GET", url("/redirect/1")));
    ReceivedSpan span = spanOf(url("/redirect/1"));
    assertEquals(200L, span.attribute("http.response.status_code"));
    assertCarries(span, "/redirect/1");
    assertCarries(span, "/status/200/redirect/1");
  }

  @Test
  void theTraceAndItsBaggageGoOn() {
    assertEquals("200", send("INSIDE", url("/status/200/inside")));
    ReceivedSpan span = spanOf(url("/status/200/inside"));
    assertEquals(TRACE, span.traceId());
    assertFalse(span.parentId().isEmpty());
    assertCarries(span, "/status/200/inside");
    assertEquals(List.of(BAGGAGE), received.get("/status/200/inside").get(0).get("Baggage"));
  }

  @Test
  void theHeaderIsSetNotAdded() {
    assertEquals("200", send("FOREIGN", url("/status/200/foreign")));
    ReceivedSpan span = spanOf(url("/status/200/foreign"));
    assertNotEquals(TRACE, span.traceId());
    assertCarries(span, "/status/200/foreign");
  }

  @Test
  void secretsAreRedacted() {
    String port = ":" + server.getAddress().getPort();
    send("GET", "http://user:secret@127.0.0.1" + port + "/status/200/a?token=secret&b=c#d");
    ReceivedSpan span =
        backend.awaitSpan(s -> s.attribute("url.full").toString().contains("/status/200/a?"));
    assertEquals(
        "http://REDACTED:REDACTED@127.0.0.1" + port + "/status/200/a?token=REDACTED&b=c",
        span.attribute("url.full"));
    assertEquals("127.0.0.1", span.attribute("server.address"));
  }

  /** For clients that send in the background, too. */
  protected final void inTheBackgroundTheSame() {
    assertEquals("200", send("ASYNC", url("/status/200/async")));
    assertCarries(spanOf(url("/status/200/async")), "/status/200/async");
  }

  /** Likewise. */
  protected final void cancellationEndsTheSpan() {
    String id = "r" + ++lastId;
    process.send(id + " CANCEL " + url("/wait/1"));
    Await.until("request", () -> received.containsKey("/wait/1"));
    process.send("cancel now");
    assertEquals("CancellationException", process.awaitLine(id + " "));
    ReceivedSpan span = spanOf(url("/wait/1"));
    assertEquals("java.util.concurrent.CancellationException", span.attribute("error.type"));
  }

  @Test
  void aTraceWithoutRequestIsItsOwn() {
    send("INSIDE", url("/status/200/first"));
    send("GET", url("/status/200/second"));
    assertEquals("", spanOf(url("/status/200/second")).parentId());
    assertNotEquals(TRACE, spanOf(url("/status/200/second")).traceId());
  }

  @Test
  void requestsAreMeasured() {
    send("GET", url("/status/202/measured"));
    backend.awaitMetric(
        "http.client.request.duration", metric -> metric.toString().contains("202"));
  }
}
