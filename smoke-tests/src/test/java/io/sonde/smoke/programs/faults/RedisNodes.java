package io.sonde.smoke.programs.faults;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisStringCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.Scanner;
import java.util.Set;
import java.util.function.UnaryOperator;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisSentineled;
import redis.clients.jedis.UnifiedJedis;

/**
 * Gets what the second word of each line names, by Jedis and by Lettuce, until it gets it.
 * Arguments: a port of the cluster; or that of a sentinel, and the name of the master.
 */
public final class RedisNodes {
  private static final long PATIENCE_MILLIS = 15_000;

  private RedisNodes() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    HostAndPort address = new HostAndPort("127.0.0.1", port);
    var config = DefaultJedisClientConfig.builder().build();
    if (args.length == 1) {
      RedisClusterClient client = RedisClusterClient.create(RedisURI.create("127.0.0.1", port));
      try (JedisCluster jedis = new JedisCluster(Set.of(address), config)) {
        serve(jedis, client.connect().sync());
      } finally {
        client.shutdown();
      }
    } else {
      Sentineled.serve(address, args[1]);
    }
  }

  /** Apart, because Jedis 8 has no such client. */
  private static final class Sentineled {
    static void serve(HostAndPort sentinel, String name) throws Exception {
      var config = DefaultJedisClientConfig.builder().build();
      RedisURI uri = RedisURI.Builder.sentinel("127.0.0.1", sentinel.getPort(), name).build();
      RedisClient client = RedisClient.create(uri);
      try (JedisSentineled jedis = new JedisSentineled(name, config, Set.of(sentinel), config)) {
        RedisNodes.serve(jedis, client.connect().sync());
      } finally {
        client.shutdown();
      }
    }
  }

  private static void serve(UnifiedJedis jedis, RedisStringCommands<String, String> lettuce)
      throws Exception {
    System.out.println("connected");
    Scanner in = new Scanner(System.in);
    while (in.hasNextLine()) {
      String line = in.nextLine();
      String key = line.substring(line.indexOf(' ') + 1);
      String answers = patiently(jedis::get, key) + ", " + patiently(lettuce::get, key);
      System.out.println(line + ": " + answers);
    }
  }

  private static String patiently(UnaryOperator<String> get, String key) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (true) {
      try {
        return get.apply(key);
      } catch (RuntimeException e) {
        if (System.currentTimeMillis() > end) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }
}
