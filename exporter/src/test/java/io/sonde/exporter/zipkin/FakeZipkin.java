package io.sonde.exporter.zipkin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.GZIPInputStream;
import zipkin2.Span;

/**
 * Zipkin's collector, reading with the server's own decoder; one that refuses the list for a span
 * that it does not understand, as the server does, and for keys that come twice.
 */
final class FakeZipkin implements AutoCloseable {
  final List<Span> spans = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  final List<String> authorizations = new ArrayList<>();

  /** Answers to give instead of a look at the list. */
  final Queue<Integer> answers = new ArrayDeque<>();

  int maxBody = 10 << 20;
  int requests;

  private final HttpServer server;

  FakeZipkin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URL url(String path) throws IOException {
    return new URL("http", "127.0.0.1", server.getAddress().getPort(), path);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    requests++;
    byte[] body = exchange.getRequestBody().readAllBytes();
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    Integer answer = answers.poll();
    int status = answer != null ? answer : judge(exchange, body);
    if (status == 503) {
      exchange.getResponseHeaders().add("Retry-After", "7");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int judge(HttpExchange exchange, byte[] body) {
    if (!exchange.getRequestURI().toString().equals("/api/v2/spans")) {
      return 404;
    }
    try {
      if (!exchange.getRequestMethod().equals("POST")
          || !"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        throw new IOException("not a POST of JSON");
      }
      byte[] list = body;
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        list = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      if (list.length > maxBody) {
        return 413;
      }
      spans.addAll(ZipkinSpans.decode(list));
      return 202;
    } catch (IOException | RuntimeException e) {
      malformed.add(e.toString());
      return 400;
    }
  }
}
