package io.sonde.smoke.programs.faults;

import com.sun.management.ThreadMXBean;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Says secrets to Redis in all ways, by Jedis and by Lettuce. Arguments: the port. Writes what each
 * call gave, and how many bytes the calling thread allocated for a value of 20 MB.
 */
public final class RedisSecrets {
  private static final String PASSWORD = "S3CR3T-password";
  private static final int BIG = 20_000_000;
  private static final int MANY = 10_000;

  private RedisSecrets() {}

  /** What the application's codec alone can make octets of. */
  private static final class Value {
    private final byte[] octets;

    Value(String text) {
      this(text.getBytes());
    }

    Value(byte[] octets) {
      this.octets = octets;
    }

    @Override
    public String toString() {
      throw new IllegalStateException("nobody has to read me");
    }
  }

  private static final class Codec implements RedisCodec<String, Value> {
    @Override
    public String decodeKey(ByteBuffer octets) {
      return StringCodec.UTF8.decodeKey(octets);
    }

    @Override
    public Value decodeValue(ByteBuffer octets) {
      return new Value(StringCodec.UTF8.decodeValue(octets));
    }

    @Override
    public ByteBuffer encodeKey(String key) {
      return StringCodec.UTF8.encodeKey(key);
    }

    @Override
    public ByteBuffer encodeValue(Value value) {
      return ByteBuffer.wrap(value.octets);
    }
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    jedis(port);
    lettuce(port);
    System.out.println("done");
    System.in.read();
  }

  private static void tell(String what, Callable<?> call) throws Exception {
    try {
      Object result = call.call();
      String text = result instanceof byte[] octets ? new String(octets) : String.valueOf(result);
      System.out.println(what + ": " + text);
    } catch (RuntimeException e) {
      System.out.println(what + ": " + e);
    }
  }

  private static void jedis(int port) throws Exception {
    var config =
        DefaultJedisClientConfig.builder()
            .password(PASSWORD)
            .timeoutMillis(20_000)
            .clientName("S3CR3T-client")
            .build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", port), config)) {
      String[] commands = {
        "AUTH S3CR3T-wrong",
        "AUTH default " + PASSWORD,
        "HELLO 2 AUTH default " + PASSWORD + " SETNAME S3CR3T-name",
        "HELLO 2 AUTH default S3CR3T-wrong",
        "CONFIG SET masterauth S3CR3T-master",
        "CONFIG SET maxmemory 0 masterauth S3CR3T-second",
        "ACL SETUSER bob on >S3CR3T-bob ~* +@all",
        "ACL SETUSER S3CR3T-user on #S3CR3T-hash",
        "AUTH bob S3CR3T-bob",
        "AUTH default " + PASSWORD,
        "SET k S3CR3T-value",
        "SETEX k 100 S3CR3T-value",
        "GETSET k S3CR3T-value",
        "LPUSH k S3CR3T-element",
        "MIGRATE 127.0.0.1 1 k 0 100 AUTH2 bob S3CR3T-bob",
        "MIGRATE 127.0.0.1 1 k 0 100 AUTH S3CR3T-auth",
        "EVAL return'S3CR3T-script' 1 k S3CR3T-argument",
        "EVALSHA S3CR3T-digest 1 k S3CR3T-argument",
        "SCRIPT LOAD return'S3CR3T-script'",
        "SENTINEL SET one auth-pass S3CR3T-sentinel",
        "NOSUCH S3CR3T-unknown",
        "PUBLISH channel S3CR3T-message",
        "ECHO S3CR3T-echo",
      };
      for (String command : commands) {
        String[] words = command.split(" ");
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        tell(command, () -> jedis.sendCommand(words[0]::getBytes, rest));
      }
      String[] pairs = new String[2 * MANY];
      for (int i = 0; i < MANY; i++) {
        pairs[2 * i] = "key-of-a-certain-length-" + i;
        pairs[2 * i + 1] = "S3CR3T-" + i;
      }
      tell("MSET", () -> jedis.mset(pairs));
      tell("pipeline", () -> pipeline(jedis));
      tell("transaction", () -> transaction(jedis));
      byte[] key = "big".getBytes();
      byte[] small = "S3CR3T".getBytes();
      byte[] big = new byte[BIG];
      Arrays.fill(big, (byte) 'x');
      System.arraycopy("S3CR3T-big".getBytes(), 0, big, 0, 10);
      for (int i = 0; i < 50; i++) {
        jedis.set(key, small);
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      jedis.set(key, big);
      long after = threads.getCurrentThreadAllocatedBytes();
      System.out.println("allocated " + (after - before));
    }
  }

  private static Object pipeline(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 1000; i++) {
      pipeline.set("p" + i, "S3CR3T-" + i);
    }
    pipeline.sendCommand("AUTH"::getBytes, PASSWORD);
    return pipeline.syncAndReturnAll().size();
  }

  private static Object transaction(Jedis jedis) {
    Transaction transaction = jedis.multi();
    transaction.set("k", "S3CR3T-value");
    transaction.lpush("k", "S3CR3T-element");
    return transaction.exec().stream()
        .map(reply -> reply instanceof JedisDataException ? "" + reply : "fine")
        .toList();
  }

  private static void lettuce(int port) throws Exception {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(port)
            .withAuthentication("bob", "S3CR3T-bob".toCharArray())
            .build();
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, Value> connection = client.connect(new Codec())) {
      RedisCommands<String, Value> redis = connection.sync();
      tell("auth", () -> redis.auth(PASSWORD));
      tell("auth of another", () -> redis.auth("default", PASSWORD));
      tell("auth with another", () -> redis.auth("default", "S3CR3T-wrong"));
      tell("config", () -> redis.configSet("masterauth", "S3CR3T-master"));
      tell("set", () -> redis.set("k", new Value("S3CR3T-value")));
      tell("get", () -> new String(redis.get("k").octets));
      tell("lpush", () -> redis.lpush("k", new Value("S3CR3T-element")));
      tell(
          "eval",
          () ->
              redis.eval(
                  "return 'S3CR3T-script'",
                  ScriptOutputType.STATUS,
                  new String[] {"k"},
                  new Value("S3CR3T-argument")));
      Map<String, Value> pairs = new LinkedHashMap<>();
      for (int i = 0; i < MANY; i++) {
        pairs.put("key-of-a-certain-length-" + i, new Value("S3CR3T-" + i));
      }
      tell("mset", () -> redis.mset(pairs));
      byte[] big = new byte[BIG];
      System.arraycopy("S3CR3T-big".getBytes(), 0, big, 0, 10);
      tell("big", () -> redis.set("big", new Value(big)));
    } finally {
      client.shutdown();
    }
  }
}
