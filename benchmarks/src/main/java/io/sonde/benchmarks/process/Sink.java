package io.sonde.benchmarks.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Takes whatever an agent sends and counts the requests to the application that it was told of:
 * server spans of OTLP over HTTP, transactions of Elastic's intake, traces of Datadog's agent.
 */
final class Sink implements AutoCloseable {
  private static final byte[] TRANSACTION = "{\"transaction\"".getBytes(StandardCharsets.US_ASCII);

  private final AtomicLong requests = new AtomicLong();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sink");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;

  Sink() throws IOException {
    // Head and body of an answer are two writes; with Nagle's algorithm the second waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    server.setExecutor(threads);
    server.createContext("/", this::accept);
    server.createContext("/v1/", this::openTelemetryOther);
    server.createContext("/v1/traces", this::openTelemetry);
    server.createContext("/intake/v2/events", this::elastic);
    server.createContext("/v0.4/traces", this::datadog);
    server.createContext(
        "/info",
        exchange ->
            answer(exchange, 200, "{\"version\":\"7.70.0\",\"endpoints\":[\"/v0.4/traces\"]}"));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** How many requests it was told of so far. */
  long requests() {
    return requests.get();
  }

  private void openTelemetry(HttpExchange exchange) throws IOException {
    requests.addAndGet(ServerSpans.count(body(exchange).readAllBytes()));
    acknowledge(exchange);
  }

  private void openTelemetryOther(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    acknowledge(exchange);
  }

  /** An empty message: all was taken. */
  private static void acknowledge(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    answer(exchange, 200, "");
  }

  /** Lines of JSON, in a request that stays open for seconds: they count as they come. */
  private void elastic(HttpExchange exchange) throws IOException {
    try (InputStream body = body(exchange)) {
      byte[] buffer = new byte[65_536];
      int matched = 0; // bytes of TRANSACTION that the line began with; -1: it is another one
      for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
        for (int i = 0; i < length; i++) {
          if (buffer[i] == '\n') {
            matched = 0;
          } else if (matched >= 0) {
            matched = buffer[i] == TRANSACTION[matched] ? matched + 1 : -1;
            if (matched == TRANSACTION.length) {
              requests.incrementAndGet();
              matched = -1;
            }
          }
        }
      }
    } catch (IOException endOfStream) {
      // The agent was stopped within a request.
    }
    answer(exchange, 202, "");
  }

  private void datadog(HttpExchange exchange) throws IOException {
    body(exchange).readAllBytes();
    String traces = exchange.getRequestHeaders().getFirst("X-Datadog-Trace-Count");
    requests.addAndGet(traces == null ? 0 : Long.parseLong(traces));
    answer(exchange, 200, "{\"rate_by_service\":{}}");
  }

  private void accept(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    // Elastic's agent asks for the version of its server.
    answer(exchange, 200, "{\"version\":\"8.17.0\"}");
  }

  private static InputStream body(HttpExchange exchange) {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    InputStream body = exchange.getRequestBody();
    try {
      return "gzip".equals(encoding)
          ? new GZIPInputStream(body)
          : "deflate".equals(encoding) ? new InflaterInputStream(body) : body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
