package io.sonde.smoke.programs.faults;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;

/** Workers that wait for work, which comes once. Arguments: port, password, rounds. */
public final class RedisIdle {
  private RedisIdle() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[2]);
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(port)
            .withPassword(args[1].toCharArray())
            .build();
    RedisClient client = RedisClient.create(uri);
    var config = DefaultJedisClientConfig.builder().password(args[1]).build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", port), config);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> lettuce = connection.sync();
      for (int i = 0; i < rounds; i++) {
        jedis.blpop(0.02, "no-list");
        jedis.brpop(0.02, "no-list");
        jedis.bzpopmin(0.02, "no-set");
        jedis.xread(
            XReadParams.xReadParams().block(20), Map.of("no-stream", new StreamEntryID(0, 0)));
        jedis.waitReplicas(1, 20);
        lettuce.xread(XReadArgs.Builder.block(20), XReadArgs.StreamOffset.from("no-stream", "0-0"));
        lettuce.waitForReplication(1, 20);
      }
      lettuce.blpop(1, "no-list");
      jedis.rpush("list", "work");
      jedis.blpop(1, "list");
      jedis.get("the-end");
    } finally {
      client.shutdown();
    }
    System.out.println("done");
    System.in.read();
  }
}
