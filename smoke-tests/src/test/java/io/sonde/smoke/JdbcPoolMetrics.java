package io.sonde.smoke;

import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import java.util.Map;

/** The metrics of a pool {@code books} that one connection was borrowed of and given back to. */
final class JdbcPoolMetrics {
  private static final Map<String, Object> POOL = Map.of("db.client.connection.pool.name", "books");

  private JdbcPoolMetrics() {}

  static void look(Backend backend, AgentProcess process) {
    for (String name : new String[] {"create_time", "wait_time", "use_time"}) {
      backend.awaitMetric(
          "db.client.connection." + name,
          metric ->
              metric.points().stream()
                  .anyMatch(point -> point.attributes().equals(POOL) && point.count() > 0));
    }
  }
}
