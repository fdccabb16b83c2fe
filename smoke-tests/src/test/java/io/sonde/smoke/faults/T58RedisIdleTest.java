package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.RedisIdle;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import io.sonde.testing.RedisServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fault G5. A subscription, its listener, and blocking commands in a request are tested by {@code
 * RedisTest}.
 */
@FaultRow(value = "T58", what = "workers that wait at Redis in loops, by BLPOP, XREAD BLOCK, WAIT")
class T58RedisIdleTest {
  private static final int ROUNDS = Integer.getInteger("sonde.faults.idle.rounds", 3);

  /** Nothing is known to wait. */
  static Mutant mutant() {
    return Mutant.named("waiting-is-latency")
        .edit("io.sonde.bootstrap.db.RedisSpan", "measured", MethodEdit.returning(1));
  }

  @Test
  void areNeitherLatencyNorSpans() {
    try (Backend backend = Backend.start();
        RedisServer redis = new RedisServer()) {
      AgentCommand command =
          new AgentCommand(
                  RedisIdle.class,
                  String.valueOf(redis.port()),
                  RedisServer.PASSWORD,
                  String.valueOf(ROUNDS))
              .classPath(
                  Libraries.resolve(
                      "redis.clients:jedis:6.2.0",
                      "io.lettuce:lettuce-core:6.6.0.RELEASE",
                      "org.slf4j:slf4j-nop:2.0.17"))
              .backend(backend);
      try (AgentProcess process = command.start()) {
        process.awaitLine("done");
        backend.awaitSpan("GET");
        assertEquals(
            List.of("RPUSH", "BLPOP", "GET"),
            backend.spans().stream().map(ReceivedSpan::name).toList());
        SelfMetrics metrics = new SelfMetrics(command.prometheusPort());
        assertEquals(2, metrics.sum("db_client_operation_duration_seconds_count"));
      }
    }
  }
}
