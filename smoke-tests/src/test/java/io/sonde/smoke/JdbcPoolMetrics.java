package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedMetric;
import java.util.Map;

/**
 * The metrics of a pool {@code books} of three connections, of which one was borrowed and given
 * back; they end with the pool.
 */
final class JdbcPoolMetrics {
  private static final String PREFIX = "db.client.connection.";
  private static final String NAME = PREFIX + "pool.name";

  /** Longer than any connection of the test is made, waited for or used. */
  private static final double LONGEST_SECONDS = 100;

  private JdbcPoolMetrics() {}

  static void look(Backend backend, AgentProcess process) {
    for (String name : new String[] {"create_time", "wait_time", "use_time"}) {
      backend.awaitMetric(
          PREFIX + name,
          metric -> metric.points().stream().anyMatch(JdbcPoolMetrics::ofPoolAndCounted));
    }
    awaitValue(backend, "count", Map.of(NAME, "books", PREFIX + "state", "idle"), 3);
    awaitValue(backend, "count", Map.of(NAME, "books", PREFIX + "state", "used"), 0);
    awaitValue(backend, "max", Map.of(NAME, "books"), 3);
    awaitValue(backend, "idle.min", Map.of(NAME, "books"), 3);
    awaitValue(backend, "pending_requests", Map.of(NAME, "books"), 0);

    process.send("close");
    process.awaitLine("closed");
    // One export may have been on its way.
    for (int i = 0; i < 2; i++) {
      backend.clear();
      backend.awaitMetric(PREFIX + "create_time");
    }
    assertTrue(
        backend.metrics().stream().noneMatch(metric -> metric.name().equals(PREFIX + "count")));
  }

  private static boolean ofPoolAndCounted(ReceivedMetric.Point point) {
    return point.attributes().equals(Map.of(NAME, "books"))
        && point.count() > 0
        && point.value() < LONGEST_SECONDS * point.count();
  }

  private static void awaitValue(
      Backend backend, String name, Map<String, Object> labels, double value) {
    backend.awaitMetric(
        PREFIX + name,
        metric ->
            metric.points().stream()
                .anyMatch(p -> p.attributes().equals(labels) && p.value() == value));
  }
}
