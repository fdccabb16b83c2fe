package io.sonde.smoke.programs;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Lettuce, by itself and under Spring Data Redis. Arguments: port and password of the server. */
public final class RedisLettuce {
  private final RedisURI other;
  private final RedisClient client;

  private RedisLettuce(int port, String password) {
    other = uri(port, password);
    other.setDatabase(3);
    other.setClientName("shop");
    client = RedisClient.create(uri(port, password));
  }

  private static RedisURI uri(int port, String password) {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(port)
        .withPassword(password.toCharArray())
        .build();
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Map<String, Callable<?>> ways = new RedisLettuce(port, args[1]).ways(args[1]);
    if (args.length > 2) {
      Spring.add(ways, port, args[1]);
    }
    RedisServlet.serve(ways);
  }

  private Map<String, Callable<?>> ways(String password) {
    StatefulRedisConnection<String, String> connection = client.connect();
    RedisCommands<String, String> sync = connection.sync();
    RedisAsyncCommands<String, String> async = connection.async();
    Map<String, Callable<?>> ways = new LinkedHashMap<>();
    ways.put("set", () -> sync.set("shoe:1", "S3CR3T-value"));
    ways.put("get", () -> sync.get("shoe:1"));
    ways.put("mset", () -> sync.mset(new LinkedHashMap<>(Map.of("a", "S3CR3T-a"))));
    ways.put("hash", () -> sync.hset("h", "field", "S3CR3T") + "" + sync.hgetall("h").size());
    ways.put(
        "eval",
        () ->
            sync.eval("return ARGV[1]", ScriptOutputType.VALUE, new String[0], "S3CR3T-argument"));
    ways.put("ping", sync::ping);
    ways.put("error", () -> sync.lpush("shoe:1", "S3CR3T-element"));
    ways.put("auth", () -> sync.auth(password));
    ways.put("config", () -> sync.configSet("masterauth", "S3CR3T-master"));
    ways.put("async", () -> async.get("a").thenApply(v -> "then").toCompletableFuture().get());
    ways.put(
        "async-error",
        () -> async.incr("shoe:1").exceptionally(e -> 0L).toCompletableFuture().get());
    ways.put("unflushed", () -> unflushed());
    ways.put("transaction", () -> transaction(true));
    ways.put("discard", () -> transaction(false));
    ways.put("connect", this::connect);
    ways.put("blocking", () -> blocking(c -> c.blpop(1, "no-list")));
    ways.put(
        "stream",
        () ->
            blocking(
                c ->
                    c.xread(
                        XReadArgs.Builder.block(100), XReadArgs.StreamOffset.latest("no-stream"))));
    ways.put("idle", RedisServlet.onWorker(() -> blocking(c -> c.blpop(1, "no-list"))));
    ways.put("cancel", this::cancel);
    ways.put("timeout", this::timeout);
    ways.put("mono", () -> connection.reactive().get("a").block());
    ways.put("mono-error", () -> connection.reactive().incr("shoe:1").onErrorReturn(0L).block());
    ways.put("not-subscribed", () -> connection.reactive().get("a") != null);
    ways.put("flux", () -> flux(connection));
    ways.put("subscribe", this::subscribe);
    ways.put("closed", this::closed);
    ways.put("end", () -> sync.get("end"));
    return ways;
  }

  private Object unflushed() throws Exception {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.setAutoFlushCommands(false);
      RedisFuture<String> first = connection.async().get("a");
      RedisFuture<String> second = connection.async().get("b");
      connection.flushCommands();
      return first.get() + second.get();
    }
  }

  private Object transaction(boolean execute) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> sync = connection.sync();
      sync.multi();
      sync.set("t", "S3CR3T");
      sync.incr("n");
      return execute ? sync.exec().size() : sync.discard();
    }
  }

  private Object connect() {
    try (StatefulRedisConnection<String, String> connection = client.connect(other)) {
      return connection.sync().get("none");
    }
  }

  private interface Call {
    Object call(RedisCommands<String, String> commands);
  }

  private Object blocking(Call call) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return call.call(connection.sync());
    }
  }

  private Object cancel() {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisFuture<?> future = connection.async().blpop(1, "no-list");
      return future.cancel(true) + " " + future.isCancelled();
    }
  }

  private Object timeout() {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.setTimeout(Duration.ofMillis(200));
      return connection.sync().blpop(5, "no-list");
    }
  }

  private static Object flux(StatefulRedisConnection<String, String> connection) {
    return connection.reactive().mget("a", "b", "c").take(2).collectList().block();
  }

  private Object subscribe() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    try (StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
        StatefulRedisConnection<String, String> other = client.connect()) {
      connection.addListener(
          new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String channel, String message) {
              other.async().get("heard").thenAccept(v -> heard.countDown());
            }
          });
      connection.sync().subscribe("news");
      other.sync().publish("news", "S3CR3T-message");
      return heard.await(10, TimeUnit.SECONDS);
    }
  }

  private Object closed() {
    StatefulRedisConnection<String, String> connection = client.connect();
    RedisCommands<String, String> sync = connection.sync();
    connection.close();
    return sync.get("a");
  }

  /** Apart, because it is not there with every version of Lettuce. */
  private static final class Spring {
    static void add(Map<String, Callable<?>> ways, int port, String password) {
      RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", port);
      server.setPassword(password);
      LettuceConnectionFactory factory = new LettuceConnectionFactory(server);
      factory.afterPropertiesSet();
      factory.start();
      StringRedisTemplate template = new StringRedisTemplate(factory);
      ways.put(
          "spring",
          () -> {
            template.opsForValue().set("s", "S3CR3T");
            return template.opsForValue().get("s");
          });
      ways.put(
          "spring-pipeline",
          () ->
              template.executePipelined(
                  new SessionCallback<Object>() {
                    @Override
                    @SuppressWarnings({"unchecked", "rawtypes"})
                    public Object execute(RedisOperations operations) {
                      operations.opsForValue().get("a");
                      operations.opsForValue().get("b");
                      return null;
                    }
                  }));
      ways.put(
          "spring-transaction",
          () ->
              template.execute(
                  new SessionCallback<List<Object>>() {
                    @Override
                    @SuppressWarnings({"unchecked", "rawtypes"})
                    public List<Object> execute(RedisOperations operations) {
                      operations.multi();
                      operations.opsForValue().set("s", "S3CR3T");
                      operations.opsForValue().increment("n");
                      return operations.exec();
                    }
                  }));
    }
  }
}
