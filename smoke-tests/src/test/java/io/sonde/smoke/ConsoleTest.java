package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The console of a real application: its numbers are those of what was sent. */
class ConsoleTest {
  private static final int REQUESTS = 30;
  private static final int FAILURES = 7;
  private static final int STATEMENTS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Http console;
  private Http application;

  @Test
  void theNumbersAreThoseOfWhatWasSent() throws Exception {
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers()) {
      AgentCommand command =
          spring
              .withConsoleOnly(servers)
              .environment("SONDE_CONSOLE_TOKEN", "S3CR3T-token")
              .environment("SONDE_PROMETHEUS_PASSWORD", "")
              .environment("OTEL_EXPORTER_OTLP_HEADERS", "authorization=S3CR3T-header")
              .property("sonde.exporter.loki.endpoint", "http://user:S3CR3T-url@loki:3100");
      try (AgentProcess process = command.start()) {
        process.awaitLine("started");
        console = new Http(command.prometheusPort());
        application = new Http(spring.port);
        send();
        requests();
        statements();
        traces();
        logs();
        state();
        process.terminate();
      }
    }
  }

  private void send() {
    for (int i = 0; i < REQUESTS; i++) {
      assertEquals(200, application.get("/users/2").statusCode());
    }
    for (int i = 0; i < FAILURES; i++) {
      assertEquals(500, application.get("/boom").statusCode());
    }
    for (int i = 0; i < STATEMENTS; i++) {
      assertEquals(200, application.get("/shoes/7").statusCode());
    }
    assertEquals(200, application.get("/lettuce/k").statusCode());
  }

  private void requests() {
    Await.until(
        "all requests in the history",
        () -> route("/users/{id}"),
        route -> route != null && sum(route.get("requests")) == REQUESTS);
    assertEquals(0, sum(route("/users/{id}").get("errors")));
    assertEquals(REQUESTS, route("/users/{id}").at("/all/requests").asLong());
    assertTrue(route("/users/{id}").at("/all/p95").asLong() > 0);
    assertEquals(FAILURES, sum(route("/boom").get("errors")));
    assertEquals(FAILURES, sum(route("/boom").get("requests")));
    JsonNode jvm = api("history").get("jvm");
    assertTrue(jvm.at("/heapUsed/0").asLong() > 1_000_000, jvm.toString());
    assertTrue(jvm.at("/threads/0").asLong() > 5, jvm.toString());
  }

  private JsonNode route(String name) {
    for (JsonNode each : api("history?minutes=60").get("routes")) {
      if (each.get("route").asText().equals(name)) {
        return each;
      }
    }
    return null;
  }

  private static long sum(JsonNode numbers) {
    long sum = 0;
    for (JsonNode each : numbers) {
      sum += each.asLong();
    }
    return sum;
  }

  private void statements() {
    assertEquals(STATEMENTS, statement("h2", "SELECT shoes").get("count").asLong());
    assertEquals(REQUESTS, statement("postgresql", "SELECT users").get("count").asLong());
    assertEquals(1, statement("redis", "SET").get("count").asLong());
    assertTrue(statement("postgresql", "SELECT users").get("totalNanos").asLong() > 0);
  }

  private JsonNode statement(String system, String summary) {
    List<String> all = new ArrayList<>();
    for (JsonNode each : api("statements").get("statements")) {
      all.add(each.toString());
      boolean same = each.get("system").asText().startsWith(system);
      if (same && summary.equals(each.get("summary").asText(each.get("operation").asText()))) {
        return each;
      }
    }
    throw new AssertionError("no " + summary + " of " + system + " in " + all);
  }

  private void traces() {
    JsonNode failed = api("traces?sort=failed").get("traces");
    assertEquals(FAILURES, failed.size());
    assertEquals(500, failed.at("/0/status").asInt());
    JsonNode boom = api("trace?id=" + failed.at("/0/traceId").asText());
    assertTrue(boom.at("/parts/0/spans/0/failed").asBoolean(), boom.toString());
    assertTrue(boom.toString().contains("java.lang.IllegalStateException: boom"), boom.toString());
    for (JsonNode each : api("traces?sort=slow").get("traces")) {
      if (each.get("name").asText().equals("GET /users/{id}")) {
        JsonNode trace = api("trace?id=" + each.get("traceId").asText()).at("/parts/0");
        JsonNode sql = trace.at("/spans/1");
        assertEquals("SELECT users", sql.get("name").asText(), trace.toString());
        assertEquals(trace.at("/spans/0/id"), sql.get("parent"));
        assertEquals(
            "SELECT name FROM users WHERE id = ?", sql.at("/attributes/db.query.text").asText());
        assertTrue(sql.get("start").asLong() >= 0);
        assertTrue(sql.get("duration").asLong() <= trace.at("/spans/0/duration").asLong());
        JsonNode log = log(trace.get("logs"), "looking for user 2");
        assertEquals(each.get("traceId"), log.get("traceId"));
        return;
      }
    }
    throw new AssertionError("no trace of /users/{id}");
  }

  /** There may be others, of what the first request started. */
  private static JsonNode log(JsonNode logs, String message) {
    for (JsonNode each : logs) {
      if (each.get("message").asText().equals(message)) {
        return each;
      }
    }
    throw new AssertionError("no " + message + " in " + logs);
  }

  private void logs() {
    int users = 0;
    for (JsonNode each : api("logs?level=INFO&limit=1000").get("logs")) {
      users += each.get("message").asText().equals("looking for user 2") ? 1 : 0;
    }
    assertEquals(REQUESTS, users + api("state").at("/left/logs").asInt());
    for (JsonNode each : api("logs?level=ERROR").get("logs")) {
      assertEquals("ERROR", each.get("level").asText());
    }
  }

  private void state() {
    String text = console.get("/console/api/state").body();
    assertFalse(text.contains("S3CR3T"), text);
    JsonNode state = api("state");
    assertEquals("shop", state.get("service").asText());
    List<String> woven = new ArrayList<>();
    state.get("woven").forEach(each -> woven.add(each.get("library").asText()));
    assertTrue(woven.containsAll(List.of("tomcat", "jdbc", "lettuce", "hikaricp")), woven + "");
    assertEquals("***", setting(state, "sonde.console.token"));
    assertEquals("***", setting(state, "otel.exporter.otlp.headers"));
    assertEquals("http://***@loki:3100", setting(state, "sonde.exporter.loki.endpoint"));
    assertEquals("shop", setting(state, "otel.service.name"));
    assertEquals(404, console.get("/metrics").statusCode());
  }

  private static String setting(JsonNode state, String key) {
    for (JsonNode each : state.get("configuration")) {
      if (each.get("key").asText().equals(key)) {
        return each.get("value").asText();
      }
    }
    return null;
  }

  private JsonNode api(String path) {
    HttpResponse<String> answer = console.get("/console/api/" + path);
    assertEquals(200, answer.statusCode(), path);
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
