package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sonde.exporter.jaeger.JaegerAgent;
import io.sonde.exporter.jaeger.JaegerCollector;
import io.sonde.exporter.jaeger.JaegerSpan;
import io.sonde.smoke.programs.OrderChain;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Jaeger of which only those ports can be reached that the users' compose file publishes. */
class JaegerTest {
  private static final Path EXAMPLE = Path.of("../examples/jaeger");
  private static final Pattern PUBLISHED = Pattern.compile("- \"(\\d+):\\d+(?:/udp)?\"");
  private static final int REQUESTS = 20;

  /** Zipkin's Thrift, which Jaeger itself has given up, and the user interface. */
  private static final List<String> NOT_FOR_SPANS = List.of("5775", "16686");

  private static final String ZERO_RATE = "{\"probabilisticSampling\":{}}";

  static List<String> published() throws Exception {
    Matcher matcher = PUBLISHED.matcher(Files.readString(EXAMPLE.resolve("docker-compose.yml")));
    return matcher.results().map(result -> result.group(1)).collect(Collectors.toList());
  }

  static List<String> publishedForSpans() throws Exception {
    List<String> ports = published();
    ports.removeAll(NOT_FOR_SPANS);
    return ports;
  }

  private static AgentCommand command() {
    return new AgentCommand(OrderChain.class)
        .classPath(Libraries.resolve("org.apache.tomcat.embed:tomcat-embed-core:10.1.41"))
        .environment("OTEL_SERVICE_NAME", "shop")
        .environment("OTEL_TRACES_EXPORTER", "jaeger")
        .environment("OTEL_LOGS_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none");
  }

  private static Http server(AgentProcess process) {
    return new Http(Integer.parseInt(process.awaitLine("port ")));
  }

  @ParameterizedTest
  @MethodSource("publishedForSpans")
  void everyPublishedPortIsServed(String port) throws Exception {
    switch (port) {
      case "6831" -> overUdp(true);
      case "6832" -> overUdp(false);
      case "14268" -> overHttp();
      case "14250" -> everyPortOfGrpcIsAnotherOne();
      case "5778" -> thePollingIsAsTheExampleSays();
      default -> throw new AssertionError("nothing speaks to port " + port);
    }
  }

  private void overHttp() throws Exception {
    try (JaegerCollector collector = new JaegerCollector()) {
      String endpoint = "http://127.0.0.1:" + collector.port() + "/api/traces";
      AgentCommand command = command().environment("OTEL_EXPORTER_JAEGER_ENDPOINT", endpoint);
      requestsAreTraces(command, collector::spans);
      assertEquals(List.of(), collector.malformed());
    }
  }

  private void overUdp(boolean compact) throws Exception {
    try (JaegerAgent agent = new JaegerAgent(compact)) {
      AgentCommand command =
          command()
              .environment("OTEL_EXPORTER_JAEGER_AGENT_HOST", "127.0.0.1")
              .environment("OTEL_EXPORTER_JAEGER_AGENT_PORT", String.valueOf(agent.port()));
      if (!compact) {
        command.environment("OTEL_EXPORTER_JAEGER_PROTOCOL", "udp/thrift.binary");
      }
      requestsAreTraces(command, agent::spans);
      assertEquals(List.of(), agent.malformed());
    }
  }

  private static void requestsAreTraces(AgentCommand command, Supplier<List<JaegerSpan>> jaeger) {
    try (AgentProcess process = command.start()) {
      Http http = server(process);
      for (int i = 0; i < REQUESTS; i++) {
        assertEquals(200, http.get("/orders").statusCode());
      }
      Await.until("all spans", jaeger, spans -> spans.size() >= 3 * REQUESTS);
    }
    Map<Long, JaegerSpan> byId = new HashMap<>();
    jaeger.get().forEach(span -> byId.put(span.span().getSpanId(), span));
    assertEquals(3 * REQUESTS, byId.size());
    List<JaegerSpan> orders = named(byId, "GET /orders");
    List<JaegerSpan> stocks = named(byId, "GET /stock");
    assertEquals(REQUESTS, orders.size());
    assertEquals(REQUESTS, stocks.size());
    orders.forEach(order -> assertEquals(0, order.span().getParentSpanId()));
    for (JaegerSpan stock : stocks) {
      JaegerSpan client = byId.get(stock.span().getParentSpanId());
      JaegerSpan order = byId.get(client.span().getParentSpanId());
      assertTrue(orders.contains(order));
      assertEquals("client", client.tags().get("span.kind"));
      assertEquals(List.of(order.traceId()), List.of(stock.traceId()));
      assertEquals(200L, stock.tags().get("http.response.status_code"));
      assertEquals("shop", stock.service());
      assertTrue(stock.processTags().containsKey("process.pid"));
    }
  }

  private static List<JaegerSpan> named(Map<Long, JaegerSpan> spans, String name) {
    return spans.values().stream()
        .filter(span -> span.isServer() && span.span().getOperationName().equals(name))
        .toList();
  }

  /** The collector behind takes the same spans over HTTP, and the compose file publishes that. */
  private void everyPortOfGrpcIsAnotherOne() throws Exception {
    assertTrue(published().contains("14268"));
    AgentCommand command =
        command().environment("OTEL_EXPORTER_JAEGER_ENDPOINT", "http://127.0.0.1:14250");
    try (AgentProcess process = command.start()) {
      process.expectWarning("jaeger");
      process.awaitErrorLine("traces to jaeger (thrift http 127.0.0.1:14268)");
    }
  }

  private void thePollingIsAsTheExampleSays() throws Exception {
    Properties example = new Properties();
    try (Reader reader = Files.newBufferedReader(EXAMPLE.resolve("agent.properties"))) {
      example.load(reader);
    }
    String argument = example.getProperty("otel.traces.sampler.arg");
    assertTrue(argument.contains("localhost:5778"), argument);
    String strategy =
        "{\"operationSampling\":{\"perOperationStrategies\":[{\"operation\":\"GET /orders\","
            + "\"probabilisticSampling\":{\"samplingRate\":1}}]}}";
    HttpServer sampling = sampling(strategy);
    try (JaegerCollector collector = new JaegerCollector()) {
      AgentCommand command =
          command()
              .environment(
                  "OTEL_EXPORTER_JAEGER_ENDPOINT",
                  "http://127.0.0.1:" + collector.port() + "/api/traces")
              .environment("OTEL_TRACES_SAMPLER", example.getProperty("otel.traces.sampler"))
              .environment(
                  "OTEL_TRACES_SAMPLER_ARG",
                  argument
                      .replace("localhost:5778", "127.0.0.1:" + sampling.getAddress().getPort())
                      .replace("pollingIntervalMs=5000", "pollingIntervalMs=50")
                      .replace("initialSamplingRate=0.25", "initialSamplingRate=0"));
      try (AgentProcess process = command.start()) {
        Http http = server(process);
        Await.until(
            "the strategy",
            () -> {
              http.get("/orders");
              return !collector.spans().isEmpty();
            });
        for (int i = 0; i < REQUESTS; i++) {
          http.get("/stock");
          http.get("/orders");
        }
        int least = 3 * REQUESTS;
        Await.until("all spans", collector::spans, spans -> spans.size() > least);
      }
      // What is asked for within a trace is recorded with it, and nothing else.
      assertEquals(0, collector.spans().size() % 3);
      for (JaegerSpan span : collector.spans()) {
        assertEquals(
            span.span().getOperationName().equals("GET /orders"),
            span.span().getParentSpanId() == 0);
      }
    } finally {
      sampling.stop(0);
    }
  }

  private static HttpServer sampling(String strategy) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/sampling",
        exchange -> {
          boolean known = "service=shop".equals(exchange.getRequestURI().getQuery());
          byte[] body = (known ? strategy : ZERO_RATE).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void nobodyListensOnTheUdpPort() throws Exception {
    int port = FreePort.next();
    AgentCommand command =
        command().environment("OTEL_EXPORTER_JAEGER_ENDPOINT", "udp://127.0.0.1:" + port);
    try (AgentProcess process = command.start()) {
      process.expectWarning("jaeger: not reachable");
      Http http = server(process);
      http.get("/orders");
      String line = process.awaitErrorLine("jaeger: not reachable");
      assertTrue(line.contains("nobody listens on UDP port " + port), line);
      try (JaegerAgent agent = new JaegerAgent(true, port)) {
        Await.until("what had to wait", agent::spans, spans -> spans.size() == 3);
      }
    }
  }
}
