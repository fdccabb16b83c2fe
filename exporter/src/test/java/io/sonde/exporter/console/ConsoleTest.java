package io.sonde.exporter.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.RemoteParent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Telemetry;
import io.sonde.exporter.Await;
import io.sonde.exporter.TestSpan;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console over its socket. */
@Timeout(60)
class ConsoleTest {
  private static final String TOKEN = "0123456789";
  private static final String HOST = "Host: localhost\r\n";

  private final List<Socket> sockets = new ArrayList<>();
  private Endpoint endpoint;

  private void start(long maxBytes) {
    endpoint =
        new Endpoint(
            "127.0.0.1",
            0,
            EndpointAccess.OPEN,
            new Console(EndpointAccess.OPEN, TOKEN, maxBytes, new TestAgent()));
    endpoint.start();
    // The first request, or the first tick, begins to keep.
    api("state");
  }

  @AfterEach
  void stop() throws IOException {
    if (endpoint != null) {
      endpoint.close();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", endpoint.port()), 5000);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** All that comes until the server closes. */
  private String get(String target, String headers) {
    String request = "GET " + target + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n";
    try (Socket socket = send(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String api(String name) {
    String answer = get("/console/api/" + name, HOST);
    assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
    String json = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {}
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
    return json;
  }

  private static TestSpan trace(String name, int children, boolean failed) {
    return trace(name, children, failed, null);
  }

  private static TestSpan trace(String name, int children, boolean failed, RemoteParent remote) {
    TestSpan root = new TestSpan(Span.SERVER, null, remote);
    root.name(name);
    root.set("http.response.status_code", failed ? 500 : 200);
    for (int i = 0; i < children; i++) {
      TestSpan child = new TestSpan(Span.CLIENT, root, null);
      child.name("SELECT <script>alert(1)</script>");
      child.end();
    }
    root.activate();
    Telemetry.log(
        new LogEvent(
            root.startEpochNanos(),
            9,
            "INFO",
            "shop.Cart",
            "main",
            "line of " + name,
            new IllegalStateException("\"quoted\"\n"),
            new Object[] {"user \"x\"", "u1", "n", 5L}));
    root.deactivate();
    if (failed) {
      root.fail(new IllegalStateException("no"));
    }
    root.end();
    return root;
  }

  @Test
  void tracesWithTheirSpansAndLogs() throws Exception {
    start(1 << 20);
    TestSpan failed = trace("GET /failed", 3, true);
    trace("GET /fine", 2, false);
    Await.until(() -> api("traces?sort=recent").contains("GET /fine"));
    String listed = api("traces?sort=failed");
    assertTrue(listed.contains("\"name\":\"GET /failed\""), listed);
    assertTrue(listed.contains("\"spans\":4,\"logs\":1,\"failed\":true,\"status\":500"), listed);
    assertFalse(listed.contains("/fine"), listed);
    String trace = api("trace?id=" + failed.traceIdText());
    assertEquals(3, trace.split("\"kind\":\"client\"", -1).length - 1);
    assertTrue(trace.contains("\"parent\":\"" + failed.spanIdText() + "\""), trace);
    assertTrue(trace.contains("\"parent\":null"), trace);
    assertTrue(trace.contains("\"message\":\"line of GET /failed\""), trace);
    assertTrue(
        trace.contains("\"exception\":{\"type\":\"java.lang.IllegalStateException\""), trace);
    assertTrue(trace.endsWith("\"left\":0}],\"left\":0}"), trace);
    assertTrue(get("/console/api/trace?id=00", HOST).startsWith("HTTP/1.1 404"));
    String logs = api("logs?level=INFO&limit=10");
    assertTrue(logs.contains("\"message\":\"line of GET /fine\""), logs);
    assertTrue(logs.contains("\"user \\\"x\\\"\":\"u1\",\"n\":\"5\""), logs);
    assertEquals("{\"logs\":[]}", api("logs?level=ERROR"));
  }

  @Test
  void aTraceThatComesTwiceIsShownWhole() throws Exception {
    start(1 << 20);
    RemoteParent caller =
        TestSpan.remote(
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    TestSpan first = trace("GET /first", 1, false, caller);
    TestSpan second = trace("GET /second", 2, false, caller);
    Await.until(() -> api("traces?sort=recent").contains("/second"));
    String listed = api("traces?sort=recent");
    assertTrue(listed.contains("\"root\":\"" + first.spanIdText() + "\""), listed);
    assertTrue(listed.contains("\"root\":\"" + second.spanIdText() + "\""), listed);
    String trace = api("trace?id=0af7651916cd43dd8448eb211c80319c");
    assertEquals(2, trace.split("\"spans\":", -1).length - 1, trace);
    assertEquals(3, trace.split("\"kind\":\"client\"", -1).length - 1, trace);
    assertEquals(2, trace.split("\"parent\":\"b7ad6b7169203331\"", -1).length - 1, trace);
    assertTrue(trace.contains("\"message\":\"line of GET /first\""), trace);
    assertTrue(trace.contains("\"message\":\"line of GET /second\""), trace);
  }

  /** A request that never ends must not hold all that it does. */
  @Test
  void aTraceIsBounded() throws Exception {
    start(1 << 20);
    TestSpan root = trace("GET /long", 50_000, false);
    Await.until(() -> api("traces?sort=recent").contains("/long"));
    String trace = api("trace?id=" + root.traceIdText());
    assertTrue(trace.length() < 600_000, trace.length() + "");
    assertFalse(trace.contains("\"left\":0}]"), trace.substring(trace.length() - 100));
  }

  @Test
  void state() {
    start(1 << 20);
    String state = api("state");
    assertTrue(state.contains("\"service\":\"shop\",\"version\":\"1.2.3\""), state);
    assertTrue(state.contains("\"woven\":[{\"library\":\"tomcat\",\"classes\":3}]"), state);
    assertTrue(
        state.contains("\"destination\":\"loki\",\"signal\":\"logs\",\"produced\":0"), state);
    assertTrue(state.contains("</script>"), state);
    assertTrue(api("history?minutes=5").contains("\"stepSeconds\":10"), "");
    assertTrue(api("history?minutes=zzz").contains("\"routes\":["), "");
    api("statements");
  }

  @Test
  void whoMayLook() {
    start(1 << 20);
    for (String path : List.of("/console/api/state", "/console/app.js", "/console/api/live")) {
      String answer = get(path, "Host: evil.example\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertTrue(answer.endsWith("sonde.console.token\n"), answer);
      assertTrue(get(path, HOST + "X-Forwarded-For: ::1\r\n").startsWith("HTTP/1.1 403"));
    }
    assertTrue(get("/", "Host: evil.example\r\n").contains("\r\n\r\nSonde\n"));
    String welcome = get("/?token=" + TOKEN, "Host: evil.example\r\n");
    assertTrue(welcome.contains("\r\nRefresh: 0; url=/\r\n"), welcome);
    assertFalse(welcome.contains(TOKEN), welcome);
    int from = welcome.indexOf("Set-Cookie: ") + 12;
    String cookie = welcome.substring(from, welcome.indexOf(';', from));
    String headers = "Host: evil.example\r\nCookie: " + cookie + "\r\n";
    assertTrue(get("/console/api/state", headers).startsWith("HTTP/1.1 200"));
    assertFalse(get("/?token=" + TOKEN + "1", "Host: evil\r\n").contains("Set-Cookie"));
  }

  @Test
  void noPathIsResolved() {
    start(1 << 20);
    for (String path :
        List.of(
            "/console/../Console.class",
            "/console/%2e%2e/Console.class",
            "/console/..\\Console.class",
            "/console/Console.class",
            "/console//etc/passwd",
            "/console/api/../../etc/passwd",
            "/console/app.js/../Console.class",
            "/console/index.html%00.js",
            "/console/",
            "/console/api/")) {
      String answer = get(path, HOST);
      assertTrue(answer.startsWith("HTTP/1.1 404"), path + ": " + answer);
      assertFalse(answer.contains("Code"), answer);
    }
    String headers = get("/console/api/state", HOST);
    assertTrue(headers.contains("\r\nContent-Security-Policy: default-src 'self';"), headers);
    assertTrue(headers.contains("\r\nX-Content-Type-Options: nosniff\r\n"), headers);
    assertTrue(headers.contains("\r\nCache-Control: no-store\r\n"), headers);
  }

  private BufferedReader stream() throws IOException {
    Socket socket = send("GET /console/api/live HTTP/1.1\r\n" + HOST + "\r\n");
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String event(BufferedReader reader, String name) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.equals("event: " + name)) {
        return reader.readLine();
      }
    }
    throw new AssertionError("the stream ended before " + name);
  }

  @Test
  void live() throws IOException {
    start(1 << 20);
    BufferedReader reader = stream();
    assertEquals("HTTP/1.1 200 OK", reader.readLine());
    assertEquals("Content-Type: text/event-stream", reader.readLine());
    assertTrue(event(reader, "tick").contains("\"seconds\":"));
    trace("GET /live", 1, false);
    assertTrue(event(reader, "traces").contains("GET /live"));
    assertTrue(event(reader, "logs").contains("line of GET /live"));
    assertTrue(event(reader, "tick").contains("\"heapUsed\":"));
  }

  @Test
  void atMostEightLook() throws Exception {
    start(1 << 20);
    int first = sockets.size();
    List<BufferedReader> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(stream());
      assertEquals("HTTP/1.1 200 OK", readers.get(i).readLine());
    }
    assertEquals("HTTP/1.1 503 Service Unavailable", stream().readLine());
    sockets.get(first).close();
    Await.until(
        () -> {
          try {
            return stream().readLine().equals("HTTP/1.1 200 OK");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Far more than the buffers of a socket hold, and nobody reads. */
  @Test
  void slowReadersAreClosed() throws IOException {
    start(16 << 20);
    InputStream slow = send("GET /console/api/live HTTP/1.1\r\n" + HOST + "\r\n").getInputStream();
    assertEquals('H', slow.read());
    BufferedReader quick = stream();
    String long_ = "x".repeat(16_000);
    for (int i = 0; i < 12; i++) {
      for (int n = 0; n < 40; n++) {
        Telemetry.log(new LogEvent(1, 17, "ERROR", "l", "t", long_, null, null, null));
      }
      event(quick, "tick");
    }
    // It gets what was in the buffers, and no more; one that is still open gets an event a second.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    byte[] buffer = new byte[64 * 1024];
    try {
      while (slow.read(buffer) >= 0) {
        assertTrue(System.nanoTime() - end < 0, "still open");
      }
    } catch (SocketException reset) {
      // Just as well.
    }
    event(quick, "tick");
  }

  /** A flood leaves those alone who look. */
  @Test
  void manyConnections() throws IOException {
    start(1 << 20);
    BufferedReader reader = stream();
    for (int i = 0; i < 500; i++) {
      send(i % 2 == 0 ? "" : "GET /console/api/st");
    }
    assertTrue(api("state").contains("shop"));
    event(reader, "tick");
    event(reader, "tick");
  }

  @Test
  void nothingIsKeptWhileThePortIsTaken() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      endpoint =
          new Endpoint(
              "127.0.0.1",
              busy.getLocalPort(),
              EndpointAccess.OPEN,
              new Console(EndpointAccess.OPEN, TOKEN, 1 << 20, new TestAgent()));
      endpoint.start();
      trace("GET /early", 1, true);
    }
    Await.until(() -> endpoint.port() > 0);
    api("state");
    trace("GET /later", 1, true);
    Await.until(() -> api("traces?sort=recent").contains("/later"));
    assertFalse(api("traces?sort=recent").contains("/early"));
    assertEquals(1, api("logs").split("\"message\"", -1).length - 1);
  }
}
