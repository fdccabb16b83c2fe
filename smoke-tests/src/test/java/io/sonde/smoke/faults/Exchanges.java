package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.ExchangeApplication;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedMetric;
import io.sonde.testing.ReceivedSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@link ExchangeApplication} without and with the agent, and what must be recorded of it: each
 * exchange once, with the status that was on the wire. Not thread safe.
 */
final class Exchanges implements AutoCloseable {
  private final Backend backend = Backend.start();
  private final FaultRun run;
  private int sent;
  private boolean anyNumber;

  Exchanges(Consumer<AgentCommand> both) {
    run =
        FaultRun.start(
            ExchangeApplication.class,
            Libraries.resolve(
                "org.apache.tomcat.embed:tomcat-embed-core:10.1.55",
                "org.apache.tomcat.embed:tomcat-embed-websocket:10.1.55"),
            both,
            command -> command.backend(backend));
  }

  FaultRun run() {
    return run;
  }

  Backend backend() {
    return backend;
  }

  /** A request that the caller has sent itself. */
  void counted(int requests) {
    sent += requests;
  }

  /**
   * Asks both and compares the answers.
   *
   * @param request with a query that no other has
   * @param query that query
   */
  String exchange(String request, String query) {
    return exchange(request, query, 0);
  }

  /**
   * @param recorded the status of the span, or 0 for the one that was on the wire
   */
  String exchange(String request, String query, long recorded) {
    String answer = RawHttp.exchange(run.port(), request);
    assertEquals(RawHttp.exchange(run.goldenPort(), request), answer, request);
    sent++;
    ReceivedSpan span = awaitSpan(query);
    // Tomcat closes the connection without an answer when a servlet throws behind startAsync.
    if (!answer.isEmpty()) {
      assertTrue(answer.startsWith("HTTP/1.1 "), request + answer);
      long status = recorded == 0 ? Long.parseLong(answer.substring(9, 12)) : recorded;
      assertEquals(status, span.attribute("http.response.status_code"), request);
    }
    return answer;
  }

  /** The server span of the request with that query. */
  ReceivedSpan awaitSpan(String query) {
    return backend.awaitSpan(span -> span.isServer() && query.equals(span.attribute("url.query")));
  }

  /** Awaits that no request is active, and asserts that all were recorded, each once. */
  void checkAll() {
    Await.until(
        "all requests, and no active ones",
        this::settled,
        count -> count == (anyNumber ? backend.spans(ReceivedSpan::isServer).size() : sent));
  }

  /** How many requests were recorded, as the last export has it; -1 while one is active. */
  long settled() {
    List<ReceivedMetric> active = metric("http.server.active_requests");
    List<ReceivedMetric> durations = metric("http.server.request.duration");
    if (active.isEmpty() || durations.isEmpty() || active(active.get(active.size() - 1)) != 0) {
      return -1;
    }
    return durations.get(durations.size() - 1).points().stream()
        .mapToLong(point -> point.count())
        .sum();
  }

  /** The server takes as many of the requests as it likes, and queries may come twice. */
  void anyNumber() {
    anyNumber = true;
  }

  private List<ReceivedMetric> metric(String name) {
    return backend.metrics().stream().filter(metric -> metric.name().equals(name)).toList();
  }

  private static double active(ReceivedMetric metric) {
    return metric.points().stream().mapToDouble(point -> point.value()).sum();
  }

  @Override
  public void close() {
    try (backend;
        run) {
      checkAll();
      run.metrics().awaitSettled();
      Map<String, Integer> times = new HashMap<>();
      for (ReceivedSpan span : backend.spans(ReceivedSpan::isServer)) {
        times.merge("" + span.attribute("url.query"), 1, Integer::sum);
      }
      if (!anyNumber) {
        times.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), times, "exchanges that have more than one span");
        assertEquals(sent, backend.spans(ReceivedSpan::isServer).size());
      }
    }
  }
}
