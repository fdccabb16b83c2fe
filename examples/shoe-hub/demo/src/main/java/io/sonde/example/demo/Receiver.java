package io.sonde.example.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Receives OTLP over HTTP (protobuf, gzip or not) and keeps the spans and log lines of the latest
 * traces. Threadsafe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class Receiver {
  private static final int TRACES_KEPT = 2_000;

  private final Map<String, Trace> traces =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trace> eldest) {
          return size() > TRACES_KEPT;
        }
      };

  /** The spans and log lines of one trace, in the order of their coming. */
  record Trace(List<Span> spans, List<LogLine> logs) {}

  /** Listens on the loopback interface; 0 is any free port. */
  Receiver(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/traces", exchange -> receive(exchange, this::addSpans));
    server.createContext("/v1/logs", exchange -> receive(exchange, this::addLogs));
    server.createContext("/v1/metrics", exchange -> receive(exchange, metrics -> {}));
    server.start();
  }

  /** A copy of what is known of a trace; empty lists when it is unknown. */
  synchronized Trace trace(String id) {
    Trace trace = traces.getOrDefault(id, new Trace(List.of(), List.of()));
    return new Trace(List.copyOf(trace.spans), List.copyOf(trace.logs));
  }

  private static void receive(HttpExchange exchange, Consumer<Message> store) throws IOException {
    try (exchange) {
      int status = 200;
      try (InputStream body = body(exchange)) {
        store.accept(new Message(body.readAllBytes()));
      } catch (RuntimeException malformed) {
        System.err.println(exchange.getRequestURI() + ": " + malformed);
        status = 400;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private synchronized void addSpans(Message request) {
    for (Message resourceSpans : request.messages(1)) {
      String service = serviceName(resourceSpans);
      for (Message scopeSpans : resourceSpans.messages(2)) {
        for (Message encoded : scopeSpans.messages(2)) {
          Span span = Span.of(service, encoded);
          open(span.traceId()).spans.add(span);
        }
      }
    }
  }

  private synchronized void addLogs(Message request) {
    for (Message resourceLogs : request.messages(1)) {
      String service = serviceName(resourceLogs);
      for (Message scopeLogs : resourceLogs.messages(2)) {
        String logger = scopeLogs.message(1).text(1);
        for (Message encoded : scopeLogs.messages(2)) {
          LogLine line = LogLine.of(service, logger, encoded);
          if (!line.traceId().isEmpty()) {
            open(line.traceId()).logs.add(line);
          }
        }
      }
    }
  }

  private static String serviceName(Message ofResource) {
    return Attributes.text(ofResource.message(1).messages(1), "service.name");
  }

  private Trace open(String id) {
    return traces.computeIfAbsent(id, i -> new Trace(new ArrayList<>(), new ArrayList<>()));
  }
}
