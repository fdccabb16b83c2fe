package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.RedisNodes;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fault G6, by Jedis and Lettuce: a span each, whatever a client has to ask on the way. */
@FaultRow(
    value = "T58",
    what = "slots of a Redis cluster move (ASK, MOVED); a sentinel makes a replica the master")
class T58RedisNodesTest {
  private static final int CLIENTS = 2;

  /** Where a command goes is not said once a connection is found. */
  static Mutant mutant() {
    return Mutant.named("redis-nodes-are-not-told")
        .edit("io.sonde.bootstrap.db.RedisSpan", "server", MethodEdit.emptied());
  }

  @ParameterizedTest
  @CsvSource({"5.0.0, 6.0.9.RELEASE", "8.0.0, 7.7.0.RELEASE"})
  void ofAClusterThatMoves(String jedis, String lettuce, @TempDir Path folder) {
    try (Backend backend = Backend.start();
        RedisCluster cluster = new RedisCluster(folder)) {
      String port = String.valueOf(cluster.port(0));
      try (AgentProcess golden = command(jedis, lettuce, port).withoutAgent().start();
          AgentProcess watched = command(jedis, lettuce, port).backend(backend).start()) {
        golden.awaitLine("connected");
        watched.awaitLine("connected");
        for (int node = 0; node < 3; node++) {
          String key = cluster.key("still", node);
          get("first", key, golden, watched);
          answered(backend, key, cluster.port(node), CLIENTS);
        }
        String key = cluster.key("moving", 0);
        cluster.move(key, 0, 2);
        get("moving", key, golden, watched);
        answered(backend, key, cluster.port(2), CLIENTS);
        cluster.moved(key, 0, 2);
        get("moved", key, golden, watched);
        answered(backend, key, cluster.port(2), 2 * CLIENTS);
        assertEquals(5 * CLIENTS, backend.spans().size(), () -> "" + backend.spans());
      }
    }
  }

  @ParameterizedTest
  @CsvSource("6.2.0, 6.6.0.RELEASE")
  void ofAMasterThatDies(String jedis, String lettuce, @TempDir Path folder) throws Exception {
    try (Backend backend = Backend.start();
        RedisSentinel sentinel = new RedisSentinel(folder)) {
      sentinel.set("before", "a");
      sentinel.set("after", "b");
      String[] arguments = {String.valueOf(sentinel.port()), RedisSentinel.NAME};
      try (AgentProcess golden = command(jedis, lettuce, arguments).withoutAgent().start();
          AgentProcess watched = command(jedis, lettuce, arguments).backend(backend).start()) {
        golden.awaitLine("connected");
        watched.awaitLine("connected");
        get("then", "before", golden, watched);
        answered(backend, "before", sentinel.masterPort(), CLIENTS);
        sentinel.failOver();
        get("then", "meanwhile", golden, watched);
        get("then", "after", golden, watched);
        answered(backend, "after", sentinel.replicaPort(), CLIENTS);
        Predicate<ReceivedSpan> others = span -> !span.name().equals("GET");
        assertEquals(List.of(), backend.spans(others));
      }
    }
  }

  private static AgentCommand command(String jedis, String lettuce, String... arguments) {
    return new AgentCommand(RedisNodes.class, arguments)
        .classPath(
            Libraries.resolve(
                "redis.clients:jedis:" + jedis,
                "io.lettuce:lettuce-core:" + lettuce,
                "org.slf4j:slf4j-nop:2.0.17"));
  }

  private static void get(String when, String key, AgentProcess golden, AgentProcess watched) {
    String line = when + " " + key;
    golden.send(line);
    watched.send(line);
    assertEquals(golden.awaitLine(line + ": "), watched.awaitLine(line + ": "));
  }

  private static void answered(Backend backend, String key, int port, int count) {
    Predicate<ReceivedSpan> ofKey = span -> ("GET " + key).equals(span.attribute("db.query.text"));
    for (ReceivedSpan span : backend.awaitSpans(count, ofKey)) {
      assertEquals((long) port, span.attribute("server.port"), span::toString);
      assertEquals(false, span.isError(), span::toString);
    }
    assertEquals(count, backend.spans(ofKey).size());
  }
}
