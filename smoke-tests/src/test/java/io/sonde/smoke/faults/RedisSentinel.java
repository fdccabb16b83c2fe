package io.sonde.smoke.faults;

import io.sonde.testing.Await;
import io.sonde.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A master and a replica of Redis on the loopback address, with a sentinel that looks after. */
final class RedisSentinel implements AutoCloseable {
  static final String NAME = "shop";
  private static final String NO_DELAY = "--repl-diskless-sync-delay";

  private final RedisServer master = new RedisServer("--save", "", NO_DELAY, "0");
  private final RedisServer replica =
      new RedisServer("--save", "", "--replicaof", "127.0.0.1 " + master.port());
  private final RedisServer sentinel;
  private final Jedis asked;

  /** What the sentinel knows is kept in {@code folder}. */
  RedisSentinel(Path folder) throws IOException {
    Path file = folder.resolve("sentinel.conf");
    Files.writeString(
        file,
        String.join(
            "\n",
            "sentinel monitor " + NAME + " 127.0.0.1 " + master.port() + " 1",
            "sentinel down-after-milliseconds " + NAME + " 500",
            "sentinel failover-timeout " + NAME + " 5000\n"));
    sentinel = new RedisServer(file.toString(), "--sentinel");
    asked = new Jedis("127.0.0.1", sentinel.port());
    Await.until("the replica", () -> !asked.sentinelReplicas(NAME).isEmpty());
  }

  int port() {
    return sentinel.port();
  }

  int masterPort() {
    return master.port();
  }

  int replicaPort() {
    return replica.port();
  }

  void set(String key, String value) {
    try (Jedis jedis = new Jedis("127.0.0.1", master.port())) {
      jedis.set(key, value);
      Await.until("a copy", () -> jedis.waitReplicas(1, 100) == 1);
    }
  }

  /** The master dies, and its replica is made the master. */
  void failOver() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-KILL", String.valueOf(master.pid())).start().waitFor();
    HostAndPort next = new HostAndPort("127.0.0.1", replica.port());
    Await.until(
        "the new master",
        () ->
            HostAndPort.from(String.join(":", asked.sentinelGetMasterAddrByName(NAME)))
                .equals(next));
  }

  @Override
  public void close() {
    asked.close();
    sentinel.close();
    replica.close();
    master.close();
  }
}
