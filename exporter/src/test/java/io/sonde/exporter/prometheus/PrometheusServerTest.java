package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrometheusServerTest {
  private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String GET_AND_CLOSE =
      "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private volatile List<MetricData> metrics = TestMetrics.shop(1);
  private final List<Socket> sockets = new ArrayList<>();
  private Endpoint server;

  @BeforeEach
  void start() {
    server = server(0);
    server.start();
    assertTrue(server.port() > 0);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Endpoint server(int port) {
    return TestMetrics.endpoint(
        "127.0.0.1", port, TestMetrics.exposition(() -> metrics, true), EndpointAccess.OPEN);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()), 5000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private Socket send(String request) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** All that comes until the server closes. */
  private String exchange(String request) throws IOException {
    return new String(send(request).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String status(String request) throws IOException {
    String answer = exchange(request);
    return answer.substring(0, answer.indexOf('\r'));
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void assertServes() throws Exception {
    HttpResponse<byte[]> response = get("/metrics");
    assertEquals(200, response.statusCode());
    assertTrue(new String(response.body(), StandardCharsets.UTF_8).contains("http_requests_total"));
  }

  @Test
  void pages() throws Exception {
    HttpResponse<byte[]> response = get("/metrics?x=1");
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        response.headers().firstValue("content-type").get());
    assertEquals(200, get("/").statusCode());
    assertEquals("healthy\n", new String(get("/-/healthy").body(), StandardCharsets.UTF_8));
    assertEquals(404, get("/metricsx").statusCode());
    assertEquals(404, get("/favicon.ico").statusCode());
  }

  @Test
  void gzipAndOpenMetrics() throws Exception {
    HttpResponse<byte[]> response =
        get("/metrics", "Accept-Encoding", "gzip", "Accept", "application/openmetrics-text");
    assertEquals("gzip", response.headers().firstValue("content-encoding").get());
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        response.headers().firstValue("content-type").get());
    byte[] body =
        new GZIPInputStream(new java.io.ByteArrayInputStream(response.body())).readAllBytes();
    assertTrue(new String(body, StandardCharsets.UTF_8).endsWith("\n# EOF\n"));
  }

  @Test
  void headHasTheHeadOfGetAndNoBody() throws Exception {
    String get = exchange(GET_AND_CLOSE);
    String head = exchange(GET_AND_CLOSE.replace("GET", "HEAD"));
    assertEquals(get.substring(0, get.indexOf("\r\n\r\n") + 4), head);
  }

  @Test
  void oldClients() throws Exception {
    assertEquals("HTTP/1.1 200 OK", status("GET /metrics HTTP/1.0\r\n\r\n"));
    assertEquals("HTTP/1.1 200 OK", status("GET /metrics HTTP/1.0\n\n"));
    String kept = exchange("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + GET_AND_CLOSE);
    assertEquals(2, kept.split("HTTP/1.1 200 OK", -1).length - 1);
  }

  @Test
  void wrongRequests() throws Exception {
    String host = "Host: x\r\nConnection: close\r\n";
    assertEquals(
        "HTTP/1.1 405 Method Not Allowed", status("POST /metrics HTTP/1.1\r\n" + host + "\r\n"));
    assertEquals("HTTP/1.1 405 Method Not Allowed", status("TRACE / HTTP/1.1\r\n" + host + "\r\n"));
    for (String bad :
        List.of(
            "GET /metrics HTTP/1.1\r\n\r\n",
            "GET /metrics HTTP/2.0\r\n" + host + "\r\n",
            "GET /metrics\r\n\r\n",
            "GET  /metrics HTTP/1.1\r\n" + host + "\r\n",
            "GET metrics HTTP/1.1\r\n" + host + "\r\n",
            "GET / HTTP/1.1\r\n" + host + " folded\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + "A : b\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc",
            "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\n\n",
            "GET / HTTP/1.1\r\n" + host + "a: b\r\n".repeat(200) + "\r\n")) {
      assertEquals("HTTP/1.1 400 Bad Request", status(bad), bad);
    }
    assertServes();
  }

  /** The client is still sending when the answer comes, and must be able to read it. */
  @Test
  void hugeRequest() throws Exception {
    Socket socket = connect();
    byte[] url = new byte[16 << 20];
    Arrays.fill(url, (byte) 'a');
    socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(url);
    byte[] start = socket.getInputStream().readNBytes(12);
    assertEquals("HTTP/1.1 431", new String(start, StandardCharsets.US_ASCII));
    assertServes();
  }

  @Test
  void pipelinedAndInPieces() throws Exception {
    String three =
        "\r\n" + GET + GET + "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    String answer = exchange(three);
    assertEquals(3, answer.split("HTTP/1.1 200 OK", -1).length - 1);
    assertTrue(answer.endsWith("\r\n\r\nhealthy\n"));

    Socket socket = connect();
    for (byte b : GET_AND_CLOSE.getBytes(StandardCharsets.US_ASCII)) {
      socket.getOutputStream().write(b);
    }
    String pieces = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(pieces.startsWith("HTTP/1.1 200 OK"));
  }

  @Test
  void idleConnectionsMakeRoom() throws Exception {
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      idle.add(connect());
    }
    assertServes();
    // The first ones had to go, long before they would have expired.
    idle.get(0).setSoTimeout(5000);
    assertEquals(-1, idle.get(0).getInputStream().read());
    assertServes();
  }

  @Test
  void unfinishedRequestsEnd() throws Exception {
    Socket idle = connect();
    Socket unfinished = send("GET /metrics HT");
    assertEquals(-1, idle.getInputStream().read());
    assertEquals(-1, unfinished.getInputStream().read());
  }

  /** A page larger than all socket buffers, which nobody reads. */
  @Test
  void slowReadersBlockNobody() throws Exception {
    List<MetricData> large = new ArrayList<>(metrics);
    Attributes label = Attributes.builder().put("text", "x".repeat(12 << 20)).build();
    large.add(TestMetrics.gauge("large", "", label, 1));
    metrics = large;
    List<InputStream> slow = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(GET_AND_CLOSE.getBytes(StandardCharsets.US_ASCII));
      slow.add(socket.getInputStream());
      assertEquals('H', slow.get(i).read());
    }
    metrics = TestMetrics.shop(1);
    for (int i = 0; i < 5; i++) {
      assertServes();
      assertEquals("TTP/1".charAt(i), slow.get(0).read());
    }
    // In the end it gets everything.
    String rest = new String(slow.get(0).readAllBytes(), StandardCharsets.UTF_8);
    int length = rest.indexOf("Content-Length: ") + "Content-Length: ".length();
    int expected = Integer.parseInt(rest.substring(length, rest.indexOf('\r', length)));
    assertEquals(expected, rest.length() - rest.indexOf("\r\n\r\n") - 4);
  }

  @Test
  void manySlowReadersAreBoundedInBytes() throws Exception {
    List<MetricData> large = new ArrayList<>();
    Attributes label = Attributes.builder().put("text", "x".repeat(12 << 20)).build();
    large.add(TestMetrics.gauge("large", "", label, 1));
    metrics = large;
    Socket first = send(GET);
    assertEquals('H', first.getInputStream().read());
    for (int i = 0; i < 6; i++) {
      assertEquals('H', send(GET).getInputStream().read());
    }
    // It gets what was in the buffers, and no more.
    try {
      assertTrue(first.getInputStream().readAllBytes().length < 12 << 20);
    } catch (SocketException reset) {
      // Just as well.
    }
  }

  @Test
  void abortedAnswersAreForgotten() throws Exception {
    for (int i = 0; i < 100; i++) {
      Socket socket = send(GET);
      socket.setSoLinger(true, 0);
      socket.close();
    }
    assertServes();
  }

  @Test
  void failingSource() throws Exception {
    metrics = null;
    assertEquals(500, get("/metrics").statusCode());
    metrics = TestMetrics.shop(1);
    assertServes();
  }

  @Test
  void busyPortIsTakenOnceFree() throws Exception {
    server.close();
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      server = server(busy.getLocalPort());
      server.start();
      assertEquals(-1, server.port());
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (server.port() < 0) {
            Thread.sleep(20);
          }
        });
    assertServes();
  }

  @Test
  void startNeverThrows() {
    for (Endpoint wrong :
        List.of(
            TestMetrics.endpoint(
                "no such host.invalid",
                0,
                TestMetrics.exposition(() -> metrics, true),
                EndpointAccess.OPEN),
            TestMetrics.endpoint(
                "127.0.0.1",
                70_000,
                TestMetrics.exposition(() -> metrics, true),
                EndpointAccess.OPEN))) {
      wrong.start();
      assertEquals(-1, wrong.port());
      wrong.close();
    }
  }

  @Test
  void closeFreesThePortAndTheThread() throws Exception {
    Socket open = send(GET);
    assertEquals('H', open.getInputStream().read());
    int port = server.port();
    server.close();
    new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    assertNull(
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("sonde-endpoint"))
            .findAny()
            .orElse(null));
    server.close();
  }
}
