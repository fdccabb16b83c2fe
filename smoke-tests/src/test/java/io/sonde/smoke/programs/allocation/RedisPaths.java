package io.sonde.smoke.programs.allocation;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.concurrent.CompletableFuture;
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
      // Lettuce completes a command on its own thread, where the span ends, too.
      CompletableFuture<Thread> receiver = new CompletableFuture<>();
      connection.async().get(KEY).thenRun(() -> receiver.complete(Thread.currentThread()));
      Thread thread = receiver.get();
      Meter.measure(
          "Lettuce", () -> Meter.allocated() + Meter.allocated(thread), () -> commands.get(KEY));
    }
    client.shutdown();
  }
}
