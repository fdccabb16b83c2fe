package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedLog;
import io.sonde.testing.ReceivedMetric.Point;
import io.sonde.testing.ReceivedSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Spring Boot application as users write it, with real servers behind it. */
class SpringBootTest {
  private static Servers servers;

  private final List<ReceivedSpan> requests = new ArrayList<>();
  private Backend backend;
  private AgentProcess process;
  private Http http;

  @BeforeAll
  static void startServers() throws Exception {
    servers = new Servers();
  }

  @AfterAll
  static void stopServers() throws Exception {
    servers.close();
  }

  @Tag("matrix")
  @ParameterizedTest(name = "Spring Boot {1} on JDK {0}")
  @CsvSource({"17, 2.7.0", "17, 3.2.12", "17, 3.4.13", "25, 3.5.16", "17, 4.0.8"})
  void otherVersions(int jdk, String version) throws Exception {
    tracesMetricsAndLogs(jdk, version);
  }

  /** One fork for all assertions of a version; each group tells of its own failure. */
  @ParameterizedTest(name = "Spring Boot {1} on JDK {0}")
  @CsvSource({"17, 2.7.18", "17, 3.5.16", "25, 4.1.1"})
  void tracesMetricsAndLogs(int jdk, String version) throws Exception {
    SpringBoot spring = new SpringBoot(version);
    try (Backend receiver = Backend.start();
        AgentProcess started = spring.command(servers).jdk(jdk).backend(receiver).start()) {
      backend = receiver;
      process = started;
      SpringBoot.awaitStart(process);
      http = new Http(spring.port);
      assertAll(
          this::route,
          this::staticResource,
          this::missing,
          this::exception,
          this::deferredResult,
          this::database,
          this::redis,
          () -> chain(spring.port),
          this::logs,
          this::oneServerSpanForEachRequest,
          this::metrics);
      process.terminate();
    }
  }

  private void route() {
    ReceivedSpan span = request("/users/2", 200);
    assertEquals("GET /users/{id}", span.name());
    assertEquals("/users/{id}", span.attribute("http.route"));
    assertEquals("/users/2", span.attribute("url.path"));
    assertEquals("shop", span.resource().get("service.name"));
  }

  /** The handler of static files is mapped to everything; OpenTelemetry names it so, too. */
  private void staticResource() {
    assertEquals("GET /**", request("/hello.txt", 200).name());
  }

  private void missing() {
    ReceivedSpan span = request("/nothing/here", 404);
    assertFalse(span.isError());
    assertFalse(span.name().contains("nothing"), span.name());
    assertFalse(span.name().contains("error"), span.name());
  }

  private void exception() {
    ReceivedSpan span = request("/boom", 500);
    assertEquals("GET /boom", span.name());
    assertTrue(span.isError());
  }

  private void deferredResult() {
    ReceivedSpan span = request("/async/5", 200);
    assertEquals("GET /async/{id}", span.name());
    ReceivedLog log = backend.awaitLog(record -> record.body().equals("on another thread"));
    assertEquals(span.traceId(), log.traceId());
  }

  private void database() {
    ReceivedSpan postgres = only(request("/users/3", 200));
    ReceivedSpan h2 = only(request("/shoes/7", 200));
    assertAll(
        () -> assertEquals("SELECT users", postgres.name()),
        () -> assertEquals("postgresql", postgres.attribute("db.system.name")),
        () -> assertEquals("postgres", postgres.attribute("db.namespace")),
        () ->
            assertEquals(
                "SELECT name FROM users WHERE id = ?", postgres.attribute("db.query.text")),
        () -> assertEquals("SELECT shoes", h2.name()),
        () -> assertEquals("h2database", h2.attribute("db.system.name")));
  }

  private void redis() {
    for (String client : List.of("lettuce", "jedis")) {
      ReceivedSpan server = request("/" + client + "/key", 200);
      List<ReceivedSpan> commands = backend.awaitSpans(2, span -> span.isChildOf(server));
      assertEquals(List.of("SET", "GET"), commands.stream().map(ReceivedSpan::name).toList());
      for (ReceivedSpan command : commands) {
        assertEquals("redis", command.attribute("db.system.name"));
        assertFalse(command.attributes().toString().contains("secret"), command::toString);
      }
    }
  }

  /** This application calls itself: SERVER, CLIENT, SERVER, CLIENT (SQL) are one trace. */
  private void chain(int port) {
    ReceivedSpan outer = request("/chain/" + port, 200);
    ReceivedSpan call = only(outer);
    assertTrue(call.isClient());
    assertEquals("GET", call.name());
    ReceivedSpan inner = only(call);
    assertTrue(inner.isServer());
    assertEquals("GET /users/{id}", inner.name());
    requests.add(inner);
    assertEquals("SELECT users", only(inner).name());
  }

  private void logs() {
    ReceivedSpan span = request("/users/42", 200);
    ReceivedLog log = backend.awaitLog(record -> record.body().equals("looking for user 42"));
    assertAll(
        () -> assertEquals(span.traceId(), log.traceId()),
        () -> assertEquals(span.spanId(), log.spanId()),
        () -> assertEquals("INFO", log.severity()),
        () -> assertEquals("io.sonde.smoke.programs.spring.Routes", log.scope()),
        () -> process.awaitLine("INFO trace_id=" + span.traceId() + " looking for user 42"));
    ReceivedLog outside = backend.awaitLog(record -> record.body().startsWith("Started "));
    assertEquals("", outside.traceId());
  }

  private void oneServerSpanForEachRequest() {
    List<ReceivedSpan> spans = backend.spans(ReceivedSpan::isServer);
    assertEquals(requests.size(), spans.size(), spans::toString);
  }

  private void metrics() {
    List<Executable> all = new ArrayList<>();
    for (String name :
        List.of(
            "http.server.request.duration",
            "http.server.active_requests",
            "http.client.request.duration",
            "db.client.operation.duration",
            "db.client.connection.count",
            "jvm.memory.used",
            "jvm.gc.duration",
            "jvm.thread.count",
            "jvm.class.loaded",
            "jvm.cpu.time")) {
      all.add(() -> backend.awaitMetric(name));
    }
    all.add(
        () ->
            backend.awaitMetric(
                "http.server.request.duration",
                metric ->
                    metric.points().stream().mapToLong(Point::count).sum() == requests.size()));
    assertAll(all);
  }

  /** Sends a request, and gives back its span, of which there is one. */
  private ReceivedSpan request(String path, int status) {
    assertEquals(status, http.get(path).statusCode());
    ReceivedSpan span =
        backend.awaitSpan(each -> each.isServer() && path.equals(each.attribute("url.path")));
    assertEquals((long) status, span.attribute("http.response.status_code"));
    assertEquals("", span.parentId());
    assertNull(span.attribute("http.request.method_original"));
    requests.add(span);
    return span;
  }

  private ReceivedSpan only(ReceivedSpan parent) {
    List<ReceivedSpan> children = backend.awaitSpans(1, span -> span.isChildOf(parent));
    assertEquals(1, children.size(), children::toString);
    return children.get(0);
  }
}
