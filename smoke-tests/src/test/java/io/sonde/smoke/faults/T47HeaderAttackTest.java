package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Propagation;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T47",
    what = "trace headers that are hostile: huge, repeated, malformed, binary, all flagged sampled")
class T47HeaderAttackTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "traceparent: 00-" + TRACE + "-" + SPAN + "-01\r\n";
  private static final String[] FORMATS = {"tracecontext", "baggage", "b3", "b3multi", "jaeger"};
  private static final String ALL = String.join(",", FORMATS);

  /** Headers, and whether a trace goes on with them. */
  private record Attack(String headers, boolean continues) {}

  private static final List<Attack> ATTACKS = new ArrayList<>();

  static {
    String large = "x".repeat(1 << 20);
    none("traceparent: " + large);
    none("traceparent: 00-" + TRACE + "-" + SPAN + "-01-" + large);
    none("traceparent: ff-" + TRACE + "-" + SPAN + "-01");
    none("traceparent: 00-" + "0".repeat(32) + "-" + SPAN + "-01");
    none("traceparent: 00-" + TRACE + "-" + "0".repeat(16) + "-01");
    none("traceparent: 00-" + TRACE.toUpperCase() + "-" + SPAN + "-01");
    none("traceparent: 00-" + TRACE + "-" + SPAN + "-01\r\n injected: folded");
    none("traceparent: \u00ff\u00fe-" + TRACE + "-" + SPAN + "-01");
    none((TRACEPARENT + TRACEPARENT).strip());
    none("b3: " + "-".repeat(65536));
    none("b3: " + TRACE + "-" + SPAN.toUpperCase());
    none("X-B3-TraceId: " + TRACE + "\r\nX-B3-TraceId: " + TRACE + "\r\nX-B3-SpanId: " + SPAN);
    none("uber-trace-id: " + "%3A".repeat(20_000));
    none("uber-trace-id: :::::");
    none("baggage: " + "a,".repeat(32_768));
    none("baggage: a=" + "b".repeat(8191));
    none("baggage: a=1" + ",a=1".repeat(64));
    none("baggage: a=" + "%".repeat(65536));
    none("baggage: a=\u00e9\u0085");
    none("baggage: a=1\r\n".repeat(65).strip());
    none("User-Agent: " + large + "\r\nX-Forwarded-For: " + ",".repeat(65536));
    none("Cookie: " + "a=1; ".repeat(10_000));
    goesOn("tracestate: a=1" + ",a=1".repeat(9_999));
    goesOn("tracestate: a=\u00e9\r\nbaggage: \u00e9=1");
    goesOn("tracestate: a=1\r\ntracestate: b=2\r\nbaggage: a=1\r\nbaggage: b=2");
    goesOn("tracestate: " + large + "\r\nbaggage: " + large);
    // Refused by the server, with and without an agent.
    none("traceparent: 00-\0" + TRACE);
    none("trace\u00e9parent : x");
  }

  private static void none(String headers) {
    ATTACKS.add(new Attack(headers + "\r\n", false));
  }

  private static void goesOn(String headers) {
    ATTACKS.add(new Attack(TRACEPARENT + headers + "\r\n", true));
  }

  /** Baggage is passed on whatever it is. */
  static Mutant mutant() {
    return Mutant.named("baggage-unchecked")
        .edit("io.sonde.bootstrap.Baggage", "valid", MethodEdit.returning(1))
        .provenBy("overTheWire");
  }

  @BeforeAll
  static void allFormats() {
    Propagation.configure(FORMATS);
  }

  @AfterAll
  static void defaults() {
    Propagation.configure(new String[] {"tracecontext", "baggage"});
  }

  @Test
  void overTheWire() {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                both -> both.property("tomcat.header.bytes", "4194304"),
                command -> command.backend(backend).environment("OTEL_PROPAGATORS", ALL))) {
      for (int i = 0; i < ATTACKS.size(); i++) {
        Attack attack = ATTACKS.get(i);
        String shown = attack.headers.substring(0, Math.min(80, attack.headers.length()));
        String request = RawHttp.get("/hello/" + i, attack.headers);
        String answer = RawHttp.exchange(run.port(), request);
        assertEquals(RawHttp.exchange(run.goldenPort(), request), answer, shown);
        if (!answer.startsWith("HTTP/1.1 200")) {
          continue;
        }
        String path = "/hello/" + i;
        ReceivedSpan span =
            backend.awaitSpan(s -> s.isServer() && path.equals(s.attribute("url.path")));
        assertEquals(attack.continues ? SPAN : "", span.parentId(), shown);
        assertEquals(attack.continues, span.traceId().equals(TRACE), shown);
        for (Object value : span.attributes().values()) {
          assertTrue(value.toString().length() <= 8192, shown);
        }
        checkPassedOn(run, attack, shown);
      }
      run.load();
    }
  }

  /** What the application's own client sends for such a request. */
  private static void checkPassedOn(FaultRun run, Attack attack, String shown) {
    String answer =
        RawHttp.exchange(run.port(), RawHttp.get("/client?n=1&path=/headers", attack.headers));
    int traceparents = 0;
    for (String line : answer.split("\r?\n")) {
      int colon = line.indexOf(": ");
      String value = colon < 0 ? "" : line.substring(colon + 2);
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "traceparent" -> {
          assertTrue(value.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), answer);
          assertEquals(attack.continues, value.contains(TRACE), shown);
          traceparents++;
        }
        case "tracestate", "baggage" -> {
          assertTrue(value.matches("[ -~]{1,8192}"), shown);
          assertTrue(value.split(",").length <= 64 || line.startsWith("tracestate"), shown);
        }
        case "injected" -> throw new AssertionError(answer);
        default -> {}
      }
    }
    assertEquals(1, traceparents, answer);
  }

  /** A ratio that does not ask the caller is not for callers to raise. */
  @Test
  void everythingFlaggedSampled() {
    int requests = 400;
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                command ->
                    command
                        .backend(backend)
                        .environment("OTEL_TRACES_SAMPLER", "traceidratio")
                        .environment("OTEL_TRACES_SAMPLER_ARG", "0.01"))) {
      Random random = new Random(47);
      for (int i = 0; i < requests; i++) {
        String id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        RawHttp.exchange(
            run.port(), RawHttp.get("/hello", "traceparent: 00-" + id + "-" + SPAN + "-01\r\n"));
      }
      backend.awaitMetric(
          "http.server.request.duration",
          metric -> metric.points().stream().mapToLong(point -> point.count()).sum() == requests);
      run.metrics().awaitSettled();
      int spans = backend.spans(ReceivedSpan::isServer).size();
      assertTrue(spans < requests / 10, spans + " spans of " + requests + " requests");
    }
  }

  @Test
  void fuzzedHeaders() {
    assertTimeout(Duration.ofMinutes(1), () -> new HeaderFuzz(1).run(200_000));
  }

  /** The size that is promised. */
  @Test
  @Tag("faults")
  void tenMillionFuzzedHeaders() {
    assertTimeout(
        Duration.ofMinutes(10),
        () -> {
          for (int seed = 2; seed < 12; seed++) {
            new HeaderFuzz(seed).run(1_000_000);
          }
        });
  }
}
