package io.sonde.smoke.programs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;

/** Jedis. Arguments: port and password of the server. */
public final class RedisJedis {
  private final HostAndPort server;
  private final String password;

  private RedisJedis(HostAndPort server, String password) {
    this.server = server;
    this.password = password;
  }

  public static void main(String[] args) throws Exception {
    HostAndPort server = new HostAndPort("127.0.0.1", Integer.parseInt(args[0]));
    RedisServlet.serve(new RedisJedis(server, args[1]).ways());
  }

  private Jedis connect(int database, int timeoutMillis) {
    return new Jedis(server, config(database, timeoutMillis));
  }

  private JedisClientConfig config(int database, int timeoutMillis) {
    return DefaultJedisClientConfig.builder()
        .password(password)
        .clientName("shop")
        .database(database)
        .socketTimeoutMillis(timeoutMillis)
        .build();
  }

  private Map<String, Callable<?>> ways() {
    Jedis jedis = connect(0, 10_000);
    JedisPool pool = new JedisPool(server, config(0, 10_000));
    Map<String, Callable<?>> ways = new LinkedHashMap<>();
    ways.put("set", () -> jedis.set("shoe:1", "S3CR3T-value"));
    ways.put("get", () -> jedis.get("shoe:1"));
    ways.put("mset", () -> jedis.mset("a", "S3CR3T-a", "b", "S3CR3T-b"));
    ways.put("hash", () -> jedis.hset("h", "field", "S3CR3T") + jedis.hgetAll("h").size());
    ways.put("eval", () -> jedis.eval("return ARGV[1]", 0, "S3CR3T-argument"));
    ways.put("ping", jedis::ping);
    ways.put("error", () -> jedis.lpush("shoe:1", "S3CR3T-element"));
    ways.put("unknown", () -> jedis.sendCommand(() -> "NoSuch".getBytes(), "S3CR3T-argument"));
    ways.put("auth", () -> jedis.auth(password));
    ways.put("config", () -> jedis.configSet("masterauth", "S3CR3T-master"));
    ways.put("acl", () -> jedis.aclSetUser("bob", "on", ">S3CR3T-bob", "~*", "+get"));
    ways.put("big", () -> jedis.set("big".getBytes(), new byte[2_000_000]));
    ways.put("pipeline", () -> pipeline(jedis, "get", "get", "get"));
    ways.put("pipeline-mixed", () -> pipeline(jedis, "set", "get", "error"));
    ways.put("pipeline-one", () -> pipeline(jedis, "get"));
    ways.put("pipeline-empty", () -> pipeline(jedis));
    ways.put("transaction", () -> transaction(jedis, true));
    ways.put("discard", () -> transaction(jedis, false));
    ways.put("pool", () -> get(pool));
    ways.put("connect", () -> get(connect(3, 10_000), "none"));
    ways.put("select", () -> jedis.select(2) + jedis.get("none") + jedis.select(0));
    ways.put("blocking", () -> jedis.blpop(1, "no-list"));
    ways.put("idle", RedisServlet.onWorker(() -> get(connect(0, 10_000), null)));
    ways.put("timeout", this::timeout);
    ways.put("refused", () -> new Jedis("127.0.0.1", 1).get("x"));
    ways.put("subscribe", this::subscribe);
    ways.put("end", () -> jedis.get("end"));
    return ways;
  }

  /** With no key: waits in vain for an element of a list. */
  private static Object get(Jedis jedis, String key) {
    try (jedis) {
      return key == null ? jedis.blpop(1, "no-list") : jedis.get(key);
    }
  }

  private static Object get(JedisPool pool) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.get("pooled");
    }
  }

  private static Object pipeline(Jedis jedis, String... commands) {
    Pipeline pipeline = jedis.pipelined();
    for (String command : commands) {
      switch (command) {
        case "get":
          pipeline.get("shoe:1");
          break;
        case "set":
          pipeline.set("shoe:1", "S3CR3T");
          break;
        default:
          pipeline.lpush("shoe:1", "S3CR3T");
      }
    }
    return pipeline.syncAndReturnAll().size();
  }

  private static Object transaction(Jedis jedis, boolean execute) {
    Transaction transaction = jedis.multi();
    transaction.set("t", "S3CR3T");
    transaction.incr("n");
    return execute ? transaction.exec().size() : transaction.discard();
  }

  private Object timeout() {
    try (Jedis jedis = connect(0, 200)) {
      return jedis.sendCommand(Protocol.Command.BLPOP, "no-list", "5");
    }
  }

  /** Listens on the thread of the request; what the listener does is no part of it. */
  private Object subscribe() throws InterruptedException {
    CountDownLatch listening = new CountDownLatch(1);
    Thread publisher =
        new Thread(
            () -> {
              try (Jedis jedis = connect(0, 10_000)) {
                listening.await();
                jedis.publish("news", "S3CR3T-message");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    publisher.start();
    try (Jedis subscriber = connect(0, 10_000);
        Jedis jedis = connect(0, 10_000)) {
      subscriber.subscribe(
          new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int count) {
              listening.countDown();
            }

            @Override
            public void onMessage(String channel, String message) {
              jedis.get("heard");
              unsubscribe();
            }
          },
          "news");
      publisher.join();
      return subscriber.ping();
    }
  }
}
