package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedLog;
import io.sonde.testing.ReceivedSpan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One log record for each request, with the fields that users ask Kibana for. */
class KibanaTest {
  private static final int REQUESTS = 20;

  @ParameterizedTest(name = "Spring Boot {0}")
  @ValueSource(strings = {"2.7.18", "3.5.16"})
  void oneEventForEachRequest(String version) throws Exception {
    SpringBoot spring = new SpringBoot(version);
    try (Servers servers = new Servers();
        Backend backend = Backend.start();
        AgentProcess process =
            spring
                .command(servers)
                .backend(backend)
                .environment("SONDE_LOGS_ACCESS", "true")
                .start()) {
      SpringBoot.awaitStart(process);
      Http http = new Http(spring.port);
      for (int i = 0; i < REQUESTS; i++) {
        http.get("/shoes/7?password=secret");
      }
      http.get("/health");
      http.get("/async/5");
      http.get("/nothing/here;jsessionid=ABC");
      http.get("/orders/user7");
      http.get("/orders/user123");
      http.get("/boom");

      List<ReceivedLog> events =
          Await.until("events", () -> events(backend), all -> all.size() >= REQUESTS + 5);
      assertEquals(REQUESTS + 5, events.size(), events::toString);
      for (ReceivedLog event : events.subList(0, REQUESTS)) {
        assertEquals("GET /shoes/7 200", event.body());
        fields(event, "/shoes/{id}", "/shoes/7", 200);
        span(backend, event);
      }
      fields(events.get(REQUESTS), "/async/{id}", "/async/5", 200);
      fields(events.get(REQUESTS + 1), "/**", "/nothing/here", 404);
      assertEquals("user7", events.get(REQUESTS + 2).attribute("user_id"));
      ReceivedLog failed = events.get(REQUESTS + 3);
      fields(failed, "/orders/{user}", "/orders/user123", 500);
      assertEquals("user123", failed.attribute("user_id"));
      fields(events.get(REQUESTS + 4), "/boom", "/boom", 500);
      assertNull(events.get(REQUESTS + 4).attribute("user_id"));
      assertEquals(REQUESTS + 5, backend.awaitSpans(REQUESTS + 5, ReceivedSpan::isServer).size());
      process.terminate();
      assertEquals(REQUESTS + 5, events(backend).size());
    }
  }

  /** In the order in which they came. */
  private static List<ReceivedLog> events(Backend backend) {
    return backend.logs().stream().filter(log -> log.scope().equals("sonde.access")).toList();
  }

  private static void fields(ReceivedLog event, String endpoint, String path, long status) {
    TreeMap<String, Object> fields = new TreeMap<>(event.attributes());
    fields.remove("user_id");
    fields.remove("thread.name");
    double millis = (Double) fields.remove("response_time");
    assertTrue(millis > 0 && millis < 60_000, event::toString);
    assertEquals(
        new TreeMap<>(
            Map.of("method", "GET", "endpoint", endpoint, "path", path, "status", status)),
        fields);
    assertEquals(status >= 500 ? "ERROR" : "INFO", event.severity());
    assertTrue(!event.log().toString().contains("secret"), event::toString);
  }

  private static void span(Backend backend, ReceivedLog event) {
    ReceivedSpan span = backend.awaitSpan(each -> each.spanId().equals(event.spanId()));
    assertEquals(span.traceId(), event.traceId());
    assertTrue(span.isServer());
  }
}
