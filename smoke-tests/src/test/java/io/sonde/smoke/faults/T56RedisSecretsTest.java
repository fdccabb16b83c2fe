package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.RedisSecrets;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import io.sonde.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T56",
    what = "passwords, scripts and values to Redis in every command; a value of 20 MB, MSET of 10k")
class T56RedisSecretsTest {
  private static final int MAX_TEXT = 512;

  /** What the agent may allocate for a command whose value is 20 MB. */
  private static final long MAX_ALLOCATED = 32 * 1024;

  /** Every argument is shown. */
  static Mutant mutant() {
    return Mutant.named("redis-arguments-are-shown")
        .edit("io.sonde.bootstrap.db.RedisOperation", "showsArgument", MethodEdit.returning(1));
  }

  @Test
  void nothingLeaves() {
    try (Backend backend = Backend.start();
        RedisServer redis = new RedisServer()) {
      List<String> expected;
      long allocated;
      try (AgentProcess golden = command(redis).withoutAgent().start()) {
        golden.awaitLine("done");
        expected = answers(golden);
        allocated = Long.parseLong(golden.awaitLine("allocated "));
      }
      AgentCommand command = command(redis).backend(backend);
      try (AgentProcess watched = command.start()) {
        watched.awaitLine("done");
        assertEquals(expected, answers(watched));
        long more = Long.parseLong(watched.awaitLine("allocated ")) - allocated;
        assertTrue(more < MAX_ALLOCATED, more + " bytes more for a value of 20 MB");
        backend.awaitSpans(2, span -> span.name().equals("MSET"));
        String exposition = new SelfMetrics(command.prometheusPort()).read().orElseThrow();
        assertFalse(exposition.contains(Load.CANARY), exposition);
        watched.agentLines().forEach(line -> assertFalse(line.contains(Load.CANARY), line));
      }
      check(backend);
    }
  }

  private static AgentCommand command(RedisServer redis) {
    return new AgentCommand(RedisSecrets.class, String.valueOf(redis.port()))
        .classPath(
            Libraries.resolve(
                "redis.clients:jedis:6.2.0",
                "io.lettuce:lettuce-core:6.6.0.RELEASE",
                "org.slf4j:slf4j-nop:2.0.17"));
  }

  private static List<String> answers(AgentProcess process) {
    return process.stdout().stream()
        .filter(line -> !line.startsWith("allocated ") && !line.contains("[B@"))
        .toList();
  }

  private static void check(Backend backend) {
    for (ReceivedSpan span : backend.spans()) {
      assertFalse(span.span().toString().contains(Load.CANARY), span::toString);
      Object text = span.attribute("db.query.text");
      if (span.attribute("db.operation.batch.size") == null) {
        assertNotNull(text, span::toString);
        int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(length <= MAX_TEXT, () -> length + " octets: " + text);
      }
    }
    for (String name :
        List.of(
            "AUTH",
            "HELLO",
            "CONFIG",
            "ACL",
            "MIGRATE",
            "EVAL",
            "EVALSHA",
            "SCRIPT",
            "NOSUCH",
            "SET",
            "PIPELINE",
            "MULTI",
            "PUBLISH",
            "ECHO",
            "LPUSH")) {
      assertTrue(
          backend.spans().stream().anyMatch(span -> span.name().startsWith(name)),
          () -> "no " + name + " in " + backend.spans());
    }
    assertFalse(backend.metrics().toString().contains(Load.CANARY));
    assertFalse(backend.logs().toString().contains(Load.CANARY));
  }
}
