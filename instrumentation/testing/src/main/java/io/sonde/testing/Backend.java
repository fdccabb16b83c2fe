package io.sonde.testing;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Receives OTLP over HTTP on the loopback address and keeps all of it. What is malformed is
 * answered with 400 and fails the test when the backend is closed. Thread safe.
 */
public final class Backend implements AutoCloseable {
  private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
  private final List<ReceivedLog> logs = new CopyOnWriteArrayList<>();
  private final List<ReceivedMetric> metrics = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /** Of spans that have arrived: one that comes twice is delivered twice. */
  private final Set<String> spanIds = ConcurrentHashMap.newKeySet();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** What each request must have as its {@code Authorization}; null when nothing is asked for. */
  private final String authorization;

  private interface Receiver {
    Message receive(InputStream body) throws IOException;
  }

  private Backend(int port, String path, String authorization) throws IOException {
    this.authorization = authorization;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    route(path + "/v1/traces", this::receiveTraces);
    route(path + "/v1/logs", this::receiveLogs);
    route(path + "/v1/metrics", this::receiveMetrics);
    server.start();
  }

  public static Backend start() {
    return start(0);
  }

  /** On a port that has to be known before, or taken up again. */
  public static Backend start(int port) {
    return start(port, "", null);
  }

  /** Below {@code path}, for those who have {@code authorization}. */
  public static Backend start(String path, String authorization) {
    return start(0, path, authorization);
  }

  private static Backend start(int port, String path, String authorization) {
    try {
      return new Backend(port, path, authorization);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  public List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  public List<ReceivedSpan> spans(Predicate<ReceivedSpan> which) {
    return spans.stream().filter(which).toList();
  }

  public List<ReceivedLog> logs() {
    return List.copyOf(logs);
  }

  /** All that came, oldest first; the same metric comes again with every request. */
  public List<ReceivedMetric> metrics() {
    return List.copyOf(metrics);
  }

  /** Awaits that {@code count} spans or more have come that {@code which} agrees to. */
  public List<ReceivedSpan> awaitSpans(int count, Predicate<ReceivedSpan> which) {
    try {
      return Await.until(count + " spans", () -> spans(which), found -> found.size() >= count);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; of all spans: " + spans, e);
    }
  }

  public List<ReceivedSpan> awaitSpans(int count) {
    return awaitSpans(count, span -> true);
  }

  public ReceivedSpan awaitSpan(Predicate<ReceivedSpan> which) {
    return awaitSpans(1, which).get(0);
  }

  public ReceivedSpan awaitSpan(String name) {
    return awaitSpan(span -> span.name().equals(name));
  }

  public ReceivedLog awaitLog(Predicate<ReceivedLog> which) {
    return Await.until(
            "a log record of " + logs,
            () -> logs.stream().filter(which).toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  /** Awaits a state of the metric {@code name} that {@code which} agrees to. */
  public ReceivedMetric awaitMetric(String name, Predicate<ReceivedMetric> which) {
    return Await.until(
            "metric " + name,
            () -> metrics.stream().filter(metric -> metric.name().equals(name)).toList(),
            found -> found.stream().anyMatch(which))
        .stream()
        .filter(which)
        .findFirst()
        .orElseThrow();
  }

  public ReceivedMetric awaitMetric(String name) {
    return awaitMetric(name, metric -> true);
  }

  /** Forgets what has come. */
  public void clear() {
    spans.clear();
    logs.clear();
    metrics.clear();
  }

  /** Ends the server at once, with whatever it was receiving. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    if (!violations.isEmpty()) {
      throw new AssertionError("the backend refused: " + violations);
    }
  }

  private void route(String path, Receiver receiver) {
    server.createContext(path, exchange -> answer(exchange, receiver));
  }

  private void answer(HttpExchange exchange, Receiver receiver) throws IOException {
    try (exchange) {
      byte[] answer;
      int status = 200;
      try {
        require("POST".equals(exchange.getRequestMethod()), "method");
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        require(authorization == null || authorization.equals(given), "authorization " + given);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        require("application/x-protobuf".equals(type), "content type " + type);
        answer = receiver.receive(body(exchange)).toByteArray();
      } catch (IllegalArgumentException | IOException e) {
        violations.add(exchange.getRequestURI() + ": " + e.getMessage());
        status = 400;
        answer = new byte[0];
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    require(encoding == null || encoding.equals("gzip"), "content encoding " + encoding);
    InputStream body = exchange.getRequestBody();
    return encoding == null ? body : new GZIPInputStream(body);
  }

  private Message receiveTraces(InputStream body) throws IOException {
    List<ReceivedSpan> received = OtlpRequests.spans(body);
    for (ReceivedSpan span : received) {
      require(spanIds.add(span.spanId()), "a span that came twice: " + span);
    }
    spans.addAll(received);
    return ExportTraceServiceResponse.getDefaultInstance();
  }

  private Message receiveLogs(InputStream body) throws IOException {
    logs.addAll(OtlpRequests.logs(body));
    return ExportLogsServiceResponse.getDefaultInstance();
  }

  private Message receiveMetrics(InputStream body) throws IOException {
    metrics.addAll(OtlpRequests.metrics(body));
    return ExportMetricsServiceResponse.getDefaultInstance();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
