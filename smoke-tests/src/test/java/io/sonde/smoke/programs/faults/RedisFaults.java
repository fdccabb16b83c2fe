package io.sonde.smoke.programs.faults;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Jedis and Lettuce with calls that are cancelled, that nobody answers, and a server that goes
 * away. Arguments: port and password. Writes what each call gives; at {@code now ...} it awaits a
 * line.
 */
public final class RedisFaults {
  /** How many calls are cancelled, and how many nobody answers. */
  public static final int CANCELLED = 20;

  public static final int UNANSWERED = 3;

  /** A cold JVM on a busy machine has to connect within it, too. */
  private static final int TIMEOUT_MILLIS = 2000;

  private RedisFaults() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Scanner in = new Scanner(System.in);
    GenericObjectPoolConfig<Connection> two = new GenericObjectPoolConfig<>();
    two.setMaxTotal(2);
    two.setMaxWait(Duration.ofMillis(100));
    var config =
        DefaultJedisClientConfig.builder().password(args[1]).timeoutMillis(TIMEOUT_MILLIS).build();
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(port)
            .withPassword(args[1].toCharArray())
            .withTimeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build();
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    try (JedisPooled pooled = new JedisPooled(two, new HostAndPort("127.0.0.1", port), config);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      tell("set", () -> pooled.set("k", "v"));
      exhaust(pooled);
      tell("get", () -> pooled.get("k"));
      List<RedisFuture<?>> waiting = new ArrayList<>();
      for (int i = 0; i < CANCELLED; i++) {
        waiting.add(connection.async().blpop(5, "cancelled"));
      }
      waiting.forEach(each -> tell("cancel", () -> each.cancel(true) + " " + each.isCancelled()));

      System.out.println("now stop it");
      in.nextLine();
      // Once: with a new connection it is the password that nobody answers.
      tell("unanswered by Jedis", () -> pooled.get("unanswered"));
      for (int i = 1; i < UNANSWERED; i++) {
        tell("unanswered by Lettuce", () -> connection.sync().get("unanswered"));
      }
      System.out.println("active " + pooled.getPool().getNumActive());

      System.out.println("now kill it");
      in.nextLine();
      tell("gone", () -> gone(() -> pooled.get("gone")));
      tell("refused", () -> gone(() -> new Jedis("127.0.0.1", port).get("refused")));
      System.out.println("active " + pooled.getPool().getNumActive());
    } finally {
      client.shutdown();
    }
    System.out.println("done");
    in.hasNextLine();
  }

  /** Reset, closed or refused: it depends on how far the connection was. */
  private static Object gone(Callable<?> call) throws Exception {
    try {
      return call.call();
    } catch (JedisConnectionException e) {
      return e.getClass();
    }
  }

  private static void exhaust(JedisPooled pooled) {
    List<Connection> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tell("connection", () -> taken.add(pooled.getPool().getResource()));
    }
    taken.forEach(Connection::close);
    System.out.println("active " + pooled.getPool().getNumActive());
  }

  private static void tell(String what, Callable<?> call) {
    String text;
    try {
      text = String.valueOf(call.call());
    } catch (Exception e) {
      text = e + " of " + e.getCause();
    }
    System.out.println(what + ": " + text);
  }
}
