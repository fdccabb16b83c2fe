package io.sonde.bootstrap.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTextTest {
  @ParameterizedTest
  @CsvSource({
    "GET k, GET k",
    "get k, GET k",
    "SET k v EX 10, SET k ? ? ?",
    "SETEX k 10 v, SETEX k 10 ?",
    "MGET a b c, MGET a b c",
    "DEL a b, DEL a b",
    "MSET a 1 b 2 c, MSET a ? b ? c",
    "HSET h f 1 g 2, HSET h f ? g ?",
    "HMSET h f 1 g 2, HMSET h f ? g ?",
    "HGET h f, HGET h f",
    "LPUSH l a b, LPUSH l ? ?",
    "ZADD z 1 m, ZADD z ? ?",
    "ZREVRANGE z 0 9 WITHSCORES, ZREVRANGE z 0 9 WITHSCORES",
    "XADD s * f v, XADD s ? ? ?",
    "SCAN 0 MATCH user:* COUNT 10, SCAN 0 MATCH user:* COUNT 10",
    "EXPIRE k 60, EXPIRE k 60",
    "PUBLISH c m, PUBLISH c ?",
    "AUTH user secret, AUTH ? ?",
    "HELLO 3 AUTH user secret, HELLO 3 ? ? ?",
    "CONFIG SET requirepass secret, CONFIG SET requirepass ?",
    "ACL SETUSER bob >secret, ACL SETUSER ? ?",
    "MIGRATE h 6379 k 0 5 AUTH2 u secret, MIGRATE h 6379 ? ? ? ? ? ?",
    "EVAL script 1 k secret, EVAL ? ? ? ?",
    "CLIENT SETNAME secret, CLIENT SETNAME ?",
    "FT.SEARCH idx secret, FT.SEARCH idx ?",
    "JSON.GET doc $, JSON.GET doc $",
    "NOSUCH secret k, NOSUCH ? ?",
    "pass!word k, _OTHER ?",
  })
  void showsKeysAndHidesValues(String command, String expected) {
    assertEquals(expected, text(command.split(" ")));
  }

  private static String text(String... words) {
    RedisText text = RedisText.begin(operation(words[0]));
    for (int i = 1; i < words.length && !text.full(); i++) {
      if (text.showsNext()) {
        text.show(words[i].getBytes(StandardCharsets.UTF_8));
      } else {
        text.hide();
      }
    }
    return text.end();
  }

  private static RedisOperation operation(String name) {
    return RedisOperation.of(name.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isBounded() {
    String[] words = new String[20_001];
    java.util.Arrays.fill(words, "key");
    words[0] = "MSET";
    assertEquals(512, text(words).length());
    String key = "k".repeat(100_000);
    assertEquals("GET " + "k".repeat(64) + "...", text("GET", key));
    RedisText text = RedisText.begin(operation("GET"));
    text.show(key);
    assertEquals("GET " + "k".repeat(64) + "...", text.end());
    assertEquals("_OTHER ?", text("X".repeat(33), "v"));
    assertEquals("_OTHER", text(""));
  }

  @Test
  void neverHoldsHalfACharacterOrAControlCharacter() {
    RedisText text = RedisText.begin(operation("GET"));
    text.show("k".repeat(63) + "\uD83D\uDE00");
    text.show("a\nb");
    String shown = text.end();
    assertEquals("GET " + "k".repeat(63) + "\uFFFD... a\uFFFDb", shown);
    assertEquals(shown, new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  @Test
  void knownOperationsAreOne() {
    assertSame(operation("get"), operation("GET"));
    assertNotSame(operation("GETSET"), operation("GET"));
    assertTrue(operation("blpop").blocking);
    assertTrue(operation("WAITAOF").blocking);
    assertFalse(operation("LPOP").blocking);
    assertTrue(operation("PSUBSCRIBE").streaming);
    assertTrue(operation("MONITOR").streaming);
    assertFalse(operation("PUBLISH").streaming);
  }

  @Test
  void theServersErrorsHaveAPrefix() {
    assertEquals("WRONGTYPE", RedisText.errorPrefix("WRONGTYPE Operation against"));
    assertEquals("ERR", RedisText.errorPrefix("ERR"));
    assertNull(RedisText.errorPrefix("Connection refused"));
    assertNull(RedisText.errorPrefix("A b"));
    assertNull(RedisText.errorPrefix(""));
  }
}
