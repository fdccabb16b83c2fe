package io.sonde.smoke.programs.allocation;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** One command through each client of Redis. */
final class RedisPaths {
  private static final String KEY = "shoe:1";

  private RedisPaths() {}

  static void inRequest(int port, String password) throws Exception {
    try (Jedis jedis =
        new Jedis(
            new HostAndPort("127.0.0.1", port),
            DefaultJedisClientConfig.builder().password(password).build())) {
      jedis.set(KEY, "sneaker");
      Meter.measure("Jedis", () -> jedis.get(KEY));
    }
    RedisURI uri =
        RedisURI.builder().withHost("127.0.0.1").withPort(port).withPassword(password).build();
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> commands = connection.sync();
      Thread receiver = receiver(connection);
      Meter.measure(
          "Lettuce", () -> Meter.allocated() + Meter.allocated(receiver), () -> commands.get(KEY));
    }
    client.shutdown();
  }

  /**
   * Lettuce's own thread, which completes the commands and so ends the spans. An answer that is
   * there before anybody waits for it tells nothing.
   */
  private static Thread receiver(StatefulRedisConnection<String, String> connection)
      throws Exception {
    Thread thread;
    do {
      thread =
          connection
              .async()
              .get(KEY)
              .thenApply(value -> Thread.currentThread())
              .toCompletableFuture()
              .get();
    } while (thread == Thread.currentThread());
    return thread;
  }
}
