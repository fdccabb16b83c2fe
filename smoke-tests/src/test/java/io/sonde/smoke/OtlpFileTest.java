package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Libraries;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OTLP that people can read: in a file, and over HTTP. What it says is tested where it is made. */
class OtlpFileTest {
  @TempDir Path folder;

  private AgentCommand worker(String exporter) throws Exception {
    Path quiet = folder.resolve("logback.xml");
    Files.writeString(quiet, "<configuration><root level=\"INFO\"/></configuration>");
    return new AgentCommand(Worker.class)
        .classPath(
            Libraries.resolve("ch.qos.logback:logback-classic:1.5.18", "com.h2database:h2:2.3.232"))
        .property("logback.configurationFile", quiet.toString())
        .environment("OTEL_TRACES_EXPORTER", exporter)
        .environment("OTEL_LOGS_EXPORTER", exporter)
        .environment("OTEL_METRICS_EXPORTER", exporter);
  }

  private static void run(AgentCommand command) {
    try (AgentProcess process = command.start()) {
      process.send("query");
      process.awaitLine("queried 1");
      process.send("hello");
      process.awaitLine("logged hello");
      process.send("exit");
      assertEquals(3, process.awaitExit());
    }
  }

  private static long count(List<String> lines, String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void allSignalsInOneFile() throws Exception {
    Path file = folder.resolve("all.jsonl");
    AgentCommand command =
        worker("otlp-file").environment("SONDE_EXPORTER_OTLP_FILE_PATH", file.toString());
    run(command);
    run(command);
    List<String> lines = Files.readAllLines(file);
    assertTrue(count(lines, "{\"resourceLogs\":[{") >= 2, () -> "appended: " + lines);
    assertEquals(2, count(lines, "\"body\":{\"stringValue\":\"hello\"}"));
    assertTrue(count(lines, "{\"resourceSpans\":[{") >= 2, lines::toString);
    assertTrue(count(lines, "\"name\":\"jvm.memory.used\"") >= 2, lines::toString);
    assertTrue(lines.stream().allMatch(line -> line.startsWith("{") && line.endsWith("}]}")));
  }

  @Test
  void jsonOverHttp() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + type
                  + " "
                  + new String(body, StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes());
          exchange.close();
        });
    server.start();
    try {
      run(
          worker("otlp")
              .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")
              .environment(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  "http://127.0.0.1:" + server.getAddress().getPort()));
      assertTrue(count(requests, "/v1/traces application/json {\"resourceSpans\":[{") > 0);
      assertTrue(count(requests, "/v1/logs application/json {\"resourceLogs\":[{") > 0);
      assertTrue(count(requests, "/v1/metrics application/json {\"resourceMetrics\":[{") > 0);
    } finally {
      server.stop(0);
    }
  }
}
