package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.smoke.programs.LogbackDocuments;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The templates, the lifecycle and Kibana's saved objects of the examples, loaded by the scripts
 * that load them: each form that the agent writes suits them, and each saved search finds it.
 */
class ElasticsearchTemplatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "{\"query\":{\"match_all\":{}}}";

  /** With the one whose status is no number, which a template lets in. */
  private static final int DOCUMENTS = LogbackDocuments.REQUESTS + 2;

  private static final int FAILED = LogbackDocuments.REQUESTS / LogbackDocuments.FAILED;

  /** What the saved searches find in a form: of the requests, every second has that endpoint. */
  private static final Map<String, Integer> FOUND =
      Map.of(
          "sonde-errors", FAILED,
          "sonde-failed-requests", FAILED,
          "sonde-slow-requests", 599,
          "sonde-failed-users", FAILED,
          "sonde-exceptions", 0,
          "sonde-stream-errors", FAILED,
          "sonde-stream-failed-requests", FAILED);

  @TempDir private static Path folder;
  private static OpenSearch server;
  private static ElasticStack stack;

  @BeforeAll
  static void load() throws Exception {
    server = new OpenSearch(folder);
    stack = new ElasticStack(server.port);
    // Twice: what is there already is no error.
    for (String script : List.of("elasticsearch", "elasticsearch", "kibana", "kibana")) {
      run("../examples/" + script + "/load.sh");
    }
    assertEquals(2, stack.imported.size());
    assertTrue(stack.imported.get(0).contains(Example.text("kibana/saved-objects.ndjson")));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void run(String script) throws Exception {
    ProcessBuilder command = new ProcessBuilder("sh", script).redirectErrorStream(true);
    command.environment().put("ELASTICSEARCH_URL", stack.url());
    command.environment().put("KIBANA_URL", stack.url());
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), () -> script + ": " + output + stack.refused);
  }

  /** All of the application's documents are taken, none is refused. */
  private static void fill(String index, String setting, String value) throws Exception {
    AgentCommand command =
        new AgentCommand(LogbackDocuments.class)
            .property("logback.configurationFile", "logback-nowhere.xml")
            .environment("OTEL_SERVICE_NAME", "shop")
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "elasticsearch")
            .environment("SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT", "http://127.0.0.1:" + server.port)
            .environment("SONDE_EXPORTER_ELASTICSEARCH_" + setting, value)
            .classPath(
                Libraries.resolve(
                    "ch.qos.logback:logback-classic:1.5.21", "org.slf4j:slf4j-api:2.0.17"));
    try (AgentProcess process = command.start()) {
      process.awaitLine("logged");
      Await.until("documents", () -> server.count(index, ALL), count -> count == DOCUMENTS);
    }
    assertEquals(1, server.count(index, Kql.query("_ignored: status")));
  }

  private static List<JsonNode> objects(String type) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (String line : Example.text("kibana/saved-objects.ndjson").lines().toList()) {
      JsonNode object = JSON.readTree(line);
      if (object.path("type").asText().equals(type)) {
        found.add(object);
      }
    }
    return found;
  }

  private static JsonNode view(String id) throws IOException {
    return objects("index-pattern").stream()
        .filter(view -> view.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id))
        .path("attributes");
  }

  /** What its searches find in an index, where every field that they name is mapped. */
  private static Map<String, Integer> ask(String viewId, String index) throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (JsonNode search : objects("search")) {
      assertEquals(1, search.path("references").size());
      JsonNode reference = search.at("/references/0");
      JsonNode attributes = search.path("attributes");
      JsonNode source =
          JSON.readTree(attributes.at("/kibanaSavedObjectMeta/searchSourceJSON").asText());
      assertEquals(reference.path("name"), source.path("indexRefName"));
      if (reference.path("id").asText().equals(viewId)) {
        String kql = source.at("/query/query").asText();
        List<String> fields = new ArrayList<>(Kql.fields(kql));
        attributes.path("columns").forEach(column -> fields.add(column.asText()));
        fields.add(attributes.at("/sort/0/0").asText());
        fields.add(view(viewId).path("timeFieldName").asText());
        JSON.readTree(view(viewId).path("fieldFormatMap").asText())
            .fieldNames()
            .forEachRemaining(fields::add);
        for (String field : fields) {
          assertTrue(isMapped(index, field), () -> search.path("id") + ": " + field);
        }
        found.put(search.path("id").asText(), server.count(index, Kql.query(kql)));
      }
    }
    assertTrue(!found.isEmpty(), viewId);
    return found;
  }

  private static boolean isMapped(String index, String field) {
    JsonNode mapped = server.send("GET", "/" + index + "/_mapping/field/" + field, "");
    return mapped.elements().next().at("/mappings").has(field);
  }

  private static void findsAll(Map<String, Integer> found) {
    Map<String, Integer> expected = new TreeMap<>(FOUND);
    expected.keySet().retainAll(found.keySet());
    assertEquals(expected, found);
  }

  private static String type(String index, String field) {
    JsonNode mapped = server.send("GET", "/" + index + "/_mapping/field/" + field, "");
    String leaf = field.substring(field.lastIndexOf('.') + 1);
    return mapped
        .elements()
        .next()
        .path("mappings")
        .path(field)
        .at("/mapping/" + leaf + "/type")
        .asText();
  }

  @Test
  void theIndexBehindTheAlias() throws Exception {
    fill("logs", "INDEX", "logs");
    assertTrue(server.send("GET", "/logs", "").has("logs-000001"));
    assertEquals("logs,logs-2*", view("sonde-logs").path("title").asText());
    findsAll(ask("sonde-logs", "logs"));
    // The documents' own mapping and queries stand.
    for (String field : List.of("timestamp", "level", "message", "user_id")) {
      Map<?, ?> mapping = JSON.readValue(Example.text("elasticsearch/index.json"), Map.class);
      Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) mapping.get("mappings")).get("properties");
      assertEquals(((Map<?, ?>) properties.get(field)).get("type"), type("logs", field));
    }
    List<Integer> counts = new ArrayList<>();
    for (String line : Example.queries("elasticsearch/queries.kql")) {
      counts.add(server.count("logs", Kql.query(line)));
    }
    assertEquals(List.of(FAILED, FAILED / 2, 299), counts);
  }

  @Test
  void anIndexForEachDay() throws Exception {
    fill("logs-2*", "INDEX", "logs-%{+YYYY.MM.dd}");
    findsAll(ask("sonde-logs", "logs-2*"));
  }

  @Test
  void theDataStream() throws Exception {
    fill("logs-sonde-default", "DATA_STREAM", "logs-sonde-default");
    assertEquals("logs-sonde-*", view("sonde-stream").path("title").asText());
    findsAll(ask("sonde-stream", "logs-sonde-default"));
  }
}
