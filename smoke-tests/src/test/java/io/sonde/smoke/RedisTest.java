package io.sonde.smoke;

import io.sonde.smoke.programs.RedisJedis;
import io.sonde.smoke.programs.RedisLettuce;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Libraries;
import io.sonde.testing.RedisServer;
import io.sonde.testing.RedisSuite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients of Redis, with a server that wants a password. */
class RedisTest {
  private static final String TOMCAT = "org.apache.tomcat.embed:tomcat-embed-core:10.1.41";
  private static final String SLF4J = "org.slf4j:slf4j-nop:2.0.17";

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = new RedisServer();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.0.0", "6.2.0", "8.0.0"})
  void jedis(String version) {
    Map<String, List<String>> spans = new LinkedHashMap<>();
    spans.put("set", List.of("SET | SET shoe:1 ?"));
    spans.put("get", List.of("GET | GET shoe:1"));
    spans.put("mset", List.of("MSET | MSET a ? b ?"));
    spans.put("hash", List.of("HSET | HSET h field ?", "HGETALL | HGETALL h"));
    spans.put("eval", List.of("EVAL | EVAL ? ? ?"));
    spans.put("ping", List.of("PING | PING"));
    spans.put("error", List.of("LPUSH | LPUSH shoe:1 ? !WRONGTYPE"));
    spans.put("unknown", List.of("NOSUCH | NOSUCH ? !ERR"));
    spans.put("auth", List.of("AUTH | AUTH ?"));
    spans.put("config", List.of("CONFIG | CONFIG SET masterauth ?"));
    spans.put("acl", List.of("ACL | ACL SETUSER ? ? ? ? ?"));
    spans.put("big", List.of("SET | SET big ?"));
    spans.put("pipeline", List.of("PIPELINE GET 3"));
    spans.put("pipeline-mixed", List.of("PIPELINE 3"));
    spans.put("pipeline-one", List.of("GET | GET shoe:1"));
    spans.put("pipeline-empty", List.of());
    spans.put("transaction", List.of("MULTI 2"));
    spans.put("discard", List.of());
    spans.put("pool", List.of("GET | GET pooled"));
    spans.put("connect", List.of("GET | GET none @3"));
    spans.put("select", List.of("SELECT | SELECT 2", "GET | GET none @2", "SELECT | SELECT 0 @2"));
    spans.put("blocking", List.of("BLPOP | BLPOP no-list 1"));
    spans.put("idle", List.of());
    String lost = "redis.clients.jedis.exceptions.JedisConnectionException";
    spans.put("timeout", List.of("BLPOP | BLPOP no-list 5 !" + lost));
    spans.put("refused", List.of("GET | GET x !" + lost));
    spans.put("subscribe", List.of("PUBLISH | PUBLISH news ?", "PING | PING"));
    spans.put("end", List.of("GET | GET end"));
    spans.put(RedisSuite.NO_REQUEST, List.of("GET | GET heard"));
    RedisSuite.run(
        program(RedisJedis.class)
            .classPath(Libraries.resolve("redis.clients:jedis:" + version, TOMCAT, SLF4J)),
        server.port(),
        spans);
  }

  @ParameterizedTest
  @Tag("matrix")
  @ValueSource(strings = {"5.1.2", "5.2.0", "6.0.0", "7.0.0", "7.2.1", "7.5.3"})
  void moreJedis(String version) {
    jedis(version);
  }

  @ParameterizedTest
  @CsvSource({"6.0.9.RELEASE,", "6.6.0.RELEASE, 3.5.13", "7.7.0.RELEASE, 4.1.1"})
  void lettuce(String version, String spring) {
    Map<String, List<String>> spans = new LinkedHashMap<>();
    spans.put("set", List.of("SET | SET shoe:1 ?"));
    spans.put("get", List.of("GET | GET shoe:1"));
    spans.put("mset", List.of("MSET | MSET a ?"));
    spans.put("hash", List.of("HSET | HSET h field ?", "HGETALL | HGETALL h"));
    spans.put("eval", List.of("EVAL | EVAL ? ? ?"));
    spans.put("ping", List.of("PING | PING"));
    spans.put("error", List.of("LPUSH | LPUSH shoe:1 ? !WRONGTYPE"));
    spans.put("auth", List.of("AUTH | AUTH ?"));
    spans.put("config", List.of("CONFIG | CONFIG SET masterauth ?"));
    spans.put("async", List.of("GET | GET a"));
    spans.put("async-error", List.of("INCR | INCR shoe:1 !ERR"));
    spans.put("unflushed", List.of("GET | GET a", "GET | GET b"));
    spans.put("transaction", List.of("MULTI 2"));
    spans.put("discard", List.of());
    spans.put("connect", List.of("GET | GET none @3"));
    spans.put("blocking", List.of("BLPOP | BLPOP no-list 1"));
    spans.put("stream", List.of("XREAD | XREAD BLOCK 100 STREAMS no-stream $"));
    spans.put("idle", List.of());
    String cancelled = " !java.util.concurrent.CancellationException";
    spans.put("cancel", List.of("BLPOP | BLPOP no-list 1" + cancelled));
    spans.put("timeout", List.of("BLPOP | BLPOP no-list 5" + cancelled));
    spans.put("mono", List.of("GET | GET a"));
    spans.put("mono-error", List.of("INCR | INCR shoe:1 !ERR"));
    spans.put("not-subscribed", List.of());
    spans.put("flux", List.of("MGET | MGET a b c"));
    spans.put("subscribe", List.of("PUBLISH | PUBLISH news ?"));
    spans.put("closed", List.of("GET | GET a !io.lettuce.core.RedisException"));
    if (spring != null) {
      spans.put("spring", List.of("SET | SET s ?", "GET | GET s"));
      spans.put("spring-pipeline", List.of("GET | GET a", "GET | GET b"));
      spans.put("spring-transaction", List.of("MULTI 2"));
    }
    spans.put("end", List.of("GET | GET end"));
    spans.put(RedisSuite.NO_REQUEST, List.of("GET | GET heard"));
    AgentCommand program =
        spring == null ? program(RedisLettuce.class) : program(RedisLettuce.class, "spring");
    String lettuce = "io.lettuce:lettuce-core:" + version;
    program.classPath(
        spring == null
            ? Libraries.resolve(lettuce, TOMCAT, SLF4J)
            : Libraries.resolve(
                lettuce, TOMCAT, SLF4J, "org.springframework.data:spring-data-redis:" + spring));
    RedisSuite.run(program, server.port(), spans);
  }

  @ParameterizedTest
  @Tag("matrix")
  @CsvSource({
    "6.1.10.RELEASE,",
    "6.3.2.RELEASE, 3.2.5",
    "6.8.1.RELEASE, 3.5.13",
    "7.0.0.RELEASE, 3.5.13"
  })
  void moreLettuce(String version, String spring) {
    lettuce(version, spring);
  }

  private static AgentCommand program(Class<?> main, String... more) {
    String[] arguments = new String[2 + more.length];
    arguments[0] = String.valueOf(server.port());
    arguments[1] = RedisServer.PASSWORD;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return new AgentCommand(main, arguments);
  }
}
