package io.sonde.benchmarks.micro.woven;

import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A command of Jedis, without a server. */
public class RedisBenchmark extends Woven {
  private Jedis jedis;

  @Setup
  public void connect() {
    jedis = new Jedis(new NoServer());
  }

  @Benchmark
  public String get() {
    return jedis.get("user:42:name");
  }

  @Override
  void callEach() {
    get();
  }

  @Override
  int expectedSpans() {
    return 1;
  }

  /** Jedis tells the address only of its own factory. */
  private static final class NoServer extends DefaultJedisSocketFactory {
    private static final byte[] VALUE = "$5\r\nAlice\r\n".getBytes(StandardCharsets.US_ASCII);

    NoServer() {
      super(new HostAndPort("cache.example", 6379));
    }

    @Override
    public Socket createSocket() {
      try {
        return new CannedSocket(VALUE);
      } catch (SocketException e) {
        throw new JedisConnectionException(e);
      }
    }
  }
}
