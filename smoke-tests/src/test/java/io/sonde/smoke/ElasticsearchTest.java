package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sonde.smoke.programs.LogbackDocuments;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server is filled by a real application, and answers the queries that users have. */
class ElasticsearchTest {
  private static final Path EXAMPLE = Path.of("../examples/elasticsearch");
  private static final String ALL = "{\"query\":{\"match_all\":{}}}";
  private static final String REFUSED =
      "1 records rejected (document: 400 mapper_parsing_exception)";

  /** All but the one that the server must refuse. */
  private static final int DOCUMENTS = LogbackDocuments.REQUESTS + 1;

  @TempDir private static Path folder;
  private static OpenSearch server;

  @BeforeAll
  static void start() throws Exception {
    server = new OpenSearch(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLE.resolve(name));
  }

  private static AgentCommand command() {
    return new AgentCommand(LogbackDocuments.class)
        .property("logback.configurationFile", "logback-nowhere.xml")
        .environment("OTEL_SERVICE_NAME", "shop")
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "elasticsearch")
        .environment("SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT", "http://127.0.0.1:" + server.port)
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21", "org.slf4j:slf4j-api:2.0.17"));
  }

  /** Runs the application until all of its documents are there, and one is told to be refused. */
  private static void fill(AgentCommand command, String index) {
    fill(command, index, 1);
  }

  /**
   * @param times that the documents are there then
   */
  private static void fill(AgentCommand command, String index, int times) {
    try (AgentProcess process = command.start()) {
      process.expectWarning(REFUSED).awaitLine("logged");
      Await.until("documents", () -> server.count(index, ALL), count -> count >= times * DOCUMENTS);
      process.awaitErrorLine("elasticsearch: " + REFUSED);
      assertEquals(1, process.agentLines().stream().filter(line -> line.contains("WARN")).count());
    }
    assertEquals(times * DOCUMENTS, server.count(index, ALL));
  }

  @Test
  void theIndexWithItsMappingAndItsQueries() throws Exception {
    server.send("PUT", "/logs", example("index.json"));
    fill(command(), "logs");

    JsonNode hits = server.send("POST", "/logs/_search", example("search.json")).path("hits");
    assertEquals(
        LogbackDocuments.REQUESTS / LogbackDocuments.FAILED, hits.at("/total/value").asInt());
    JsonNode hit = hits.at("/hits/0/_source");
    assertEquals("Database connection failed", hit.path("message").asText());
    assertEquals("ERROR", hit.path("level").asText());

    List<Integer> counts = new ArrayList<>();
    for (String line : example("queries.kql").lines().filter(l -> !l.startsWith("#")).toList()) {
      counts.add(server.count("logs", Kql.query(line)));
    }
    assertEquals(List.of(50, 25, 299), counts);
    assertEquals(1, server.count("logs", Kql.query("message: \"half a ? pair\"")));
    assertEquals(1, server.count("logs", Kql.query("message: \"주문 999 placed 😀\"")));
    assertEquals(DOCUMENTS, server.count("logs", Kql.query("service.name: \"shop\"")));
  }

  @Test
  void anIndexForEachDay() throws Exception {
    fill(
        command().environment("SONDE_EXPORTER_ELASTICSEARCH_INDEX", "daily-%{+YYYY.MM.dd}"),
        "daily-*");
    List<String> names = new ArrayList<>();
    server.send("GET", "/daily-*", "").fieldNames().forEachRemaining(names::add);
    // Two, when it was midnight meanwhile.
    assertTrue(names.get(0).matches("daily-20\\d\\d\\.\\d\\d\\.\\d\\d"), names::toString);
  }

  /** Elasticsearch itself has a template for such names. */
  @Test
  void aDataStreamOfTheCommonSchema() throws Exception {
    server.send(
        "PUT",
        "/_index_template/logs",
        "{\"index_patterns\":[\"logs-*-*\"],\"data_stream\":{},\"priority\":100}");
    fill(
        command()
            .environment("SONDE_EXPORTER_ELASTICSEARCH_DATA_STREAM", "logs-sonde-default")
            .environment("SONDE_EXPORTER_ELASTICSEARCH_COMPRESSION", "gzip"),
        "logs-sonde-default");
    assertEquals(
        50,
        server.count(
            "logs-sonde-default", Kql.query("log.level: \"ERROR\" AND @timestamp >= now-1h")));
    assertEquals(
        DOCUMENTS, server.count("logs-sonde-default", Kql.query("event.dataset: \"shop\"")));
  }

  /** Requests of a killed process are taken apart: the document that is refused costs itself. */
  @Test
  void whatWasSpooledWhileItWasAway() throws Exception {
    server.send("PUT", "/kept", example("index.json"));
    Path spool = folder.resolve("spool");
    AgentCommand command =
        command()
            .environment("SONDE_EXPORTER_ELASTICSEARCH_INDEX", "kept")
            .environment("SONDE_EXPORTER_ELASTICSEARCH_COMPRESSION", "gzip")
            .environment("SONDE_SPOOL_DIRECTORY", spool.toString());
    String nobody = "http://127.0.0.1:" + FreePort.nobody();
    try (AgentProcess process =
        command.environment("SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT", nobody).start()) {
      process.awaitLine("logged");
      Path requests = spool.resolve("elasticsearch-logs");
      Await.until("all on disk", () -> SpoolTest.records(requests) == DOCUMENTS + 1);
      ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
      assertEquals(137, process.awaitExit());
    }
    String there = "http://127.0.0.1:" + server.port;
    fill(command.environment("SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT", there), "kept", 2);
    assertEquals(2 * 25, server.count("kept", Kql.query("user_id: \"user123\" AND status: 500")));
  }

  @Test
  void anIndexThatCannotBe() {
    String refusal = "records rejected (document: 400 invalid_index_name_exception)";
    try (AgentProcess process =
        command().environment("SONDE_EXPORTER_ELASTICSEARCH_INDEX", "Not Good").start()) {
      process.expectWarning(refusal).awaitLine("logged");
      process.awaitErrorLine("elasticsearch: ");
      process.awaitErrorLine(refusal);
      assertEquals(1, process.agentLines().stream().filter(line -> line.contains("WARN")).count());
    }
  }
}
