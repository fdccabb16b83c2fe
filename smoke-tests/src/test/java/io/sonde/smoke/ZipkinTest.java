package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans that are asked back from Zipkin's own server. */
class ZipkinTest {
  private static final Path EXAMPLE = Path.of("../examples/zipkin");
  private static final int CHAINS = 5;
  private static final int FAILURES = 3;

  @Test
  void theExampleSendsToThePortThatJaegerOpens() throws Exception {
    String opened =
        Files.readAllLines(EXAMPLE.resolve("docker-compose.yml")).stream()
            .filter(line -> line.contains("COLLECTOR_ZIPKIN_HOST_PORT"))
            .findFirst()
            .orElseThrow();
    URI endpoint = URI.create(settings().getProperty("otel.exporter.zipkin.endpoint"));
    assertTrue(opened.endsWith("=:" + endpoint.getPort()), opened);
  }

  @Test
  void everyRequestIsAServerSpanWithTheRightParent(@TempDir Path folder) throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (ZipkinServer zipkin = new ZipkinServer(folder.resolve("zipkin.log"));
        Servers servers = new Servers();
        AgentProcess process =
            spring
                .command(servers)
                .environment("OTEL_TRACES_EXPORTER", settings().getProperty("otel.traces.exporter"))
                .environment(
                    "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                    settings()
                        .getProperty("otel.exporter.zipkin.endpoint")
                        .replace("localhost:9411", "127.0.0.1:" + zipkin.port))
                .environment("OTEL_EXPORTER_ZIPKIN_COMPRESSION", "gzip")
                .environment("OTEL_LOGS_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "prometheus")
                .start()) {
      SpringBoot.awaitStart(process);
      zipkin.await();
      Http http = new Http(spring.port);
      for (int i = 0; i < CHAINS; i++) {
        assertEquals(200, http.get("/chain/" + spring.port).statusCode());
      }
      for (int i = 0; i < FAILURES; i++) {
        assertEquals(500, http.get("/boom").statusCode());
      }
      // The process sends what is left before it ends.
      process.terminate();
      List<JsonNode> traces =
          Await.until(
              "all traces", () -> requests(zipkin), found -> found.size() >= CHAINS + FAILURES);
      assertEquals(CHAINS + FAILURES, traces.size());
      int chains = 0;
      for (JsonNode trace : traces) {
        if (trace.size() > 1) {
          chains++;
          chain(trace, spring.port);
        } else {
          failure(trace.get(0));
        }
      }
      assertEquals(CHAINS, chains);
      assertEquals(
          List.of("get /boom", "get /chain/{port}", "get /users/{id}"),
          names(zipkin.query("/api/v2/spans?serviceName=shop")));
    }
  }

  /** The traces that a request began; not those of the databases at the start. */
  private static List<JsonNode> requests(ZipkinServer zipkin) {
    return StreamSupport.stream(
            zipkin.query("/api/v2/traces?serviceName=shop&limit=1000").spliterator(), false)
        .filter(trace -> trace.findValuesAsText("kind").contains("SERVER"))
        .toList();
  }

  /** SERVER, in it CLIENT, in it SERVER, in it the query of a database. */
  private static void chain(JsonNode trace, int port) {
    Map<String, JsonNode> byParent = new HashMap<>();
    for (JsonNode span : trace) {
      assertEquals("shop", span.at("/localEndpoint/serviceName").asText());
      byParent.put(span.path("parentId").asText(), span);
    }
    assertEquals(4, trace.size(), trace::toString);
    JsonNode outer = byParent.get("");
    assertEquals("get /chain/{port}", outer.path("name").asText());
    assertEquals("SERVER", outer.path("kind").asText());
    JsonNode call = byParent.get(outer.path("id").asText());
    assertEquals("CLIENT", call.path("kind").asText());
    assertEquals("127.0.0.1", call.at("/remoteEndpoint/serviceName").asText());
    assertEquals(port, call.at("/remoteEndpoint/port").asInt());
    JsonNode inner = byParent.get(call.path("id").asText());
    assertEquals("get /users/{id}", inner.path("name").asText());
    assertEquals("200", inner.at("/tags/http.response.status_code").asText());
    JsonNode query = byParent.get(inner.path("id").asText());
    assertEquals("select users", query.path("name").asText());
    assertTrue(
        query.path("timestamp").asLong() >= inner.path("timestamp").asLong()
            && query.path("duration").asLong() <= inner.path("duration").asLong(),
        trace::toString);
  }

  private static void failure(JsonNode span) {
    assertEquals("get /boom", span.path("name").asText());
    assertEquals("ERROR", span.at("/tags/otel.status_code").asText());
    assertTrue(span.path("tags").has("error"), span::toString);
  }

  private static List<String> names(JsonNode texts) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonNode::asText)
        .filter(name -> name.startsWith("get /"))
        .sorted()
        .toList();
  }

  private static Properties settings() throws Exception {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(EXAMPLE.resolve("agent.properties"))) {
      settings.load(in);
    }
    return settings;
  }
}
