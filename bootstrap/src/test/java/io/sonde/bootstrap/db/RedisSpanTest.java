package io.sonde.bootstrap.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.SpanAttributes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisSpanTest {
  private static final Database SERVER = RedisSpan.database(0);

  @AfterEach
  void nothingIsCurrent() {
    Span.swap(null);
  }

  private static RedisSpan start(String command) {
    return RedisSpan.start(SERVER, RedisOperation.of(command.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void callsWithinACallAreOneSpan() {
    RedisSpan outer = start("GET");
    outer.activate();
    assertNull(start("PING"));
    outer.end("value");
    RedisSpan next = start("PING");
    assertNotNull(next, "the call before has ended, though its thread has not left it");
    assertNull(next.parent());
  }

  @Test
  void aSubscriptionIsNoSpan() {
    assertNull(start("SUBSCRIBE"));
  }

  @Test
  void whatClientsSayForThemselvesIsNoSpan() {
    assertNull(start("CLUSTER"));
    new SpanOfRequest().activate();
    assertNotNull(start("CLUSTER"), "a request asks");
  }

  @Test
  void waitingInVainOutsideOfARequestIsNoSpan() {
    RedisSpan idle = start("BLPOP");
    idle.end(null);
    assertFalse(idle.ended());
    RedisSpan found = start("BLPOP");
    found.end(List.of("list", "element"));
    assertTrue(found.ended());
    RedisSpan missing = start("GET");
    missing.end(null);
    assertTrue(missing.ended());
    RedisSpan waiting = start("WAIT");
    waiting.end(1L);
    assertFalse(waiting.ended());
  }

  @Test
  void aMessageThatQuotesArgumentsIsNotKept() {
    for (String reply :
        new String[] {
          "ERR unknown command 'NOSUCH', with args beginning with: 'secret'",
          "ERR Error in ACL SETUSER modifier '>secret': Syntax error"
        }) {
      RedisSpan span = start("NOSUCH");
      span.end(reply, new IllegalStateException(reply));
      assertNull(span.exception());
      assertTrue(span.failed());
      assertEquals("ERR", attribute(span, "error.type"));
    }
    RedisSpan other = start("INCR");
    IllegalStateException thrown = new IllegalStateException("ERR value is not an integer");
    other.end(thrown.getMessage(), thrown);
    assertSame(thrown, other.exception());
    assertEquals("ERR", attribute(other, "db.response.status_code"));
  }

  @Test
  void aBatchIsNamedByWhatAllOfItIs() {
    RedisSpan span = RedisSpan.startBatch(SERVER, null);
    span.batch("PIPELINE", start("GET").operation(), 3);
    span.end();
    assertEquals("PIPELINE GET", span.name());
    assertEquals(3L, attribute(span, "db.operation.batch.size"));
    RedisSpan mixed = RedisSpan.startBatch(SERVER, null);
    mixed.batch("MULTI", null, 2);
    mixed.end();
    assertEquals("MULTI", mixed.name());
  }

  private static final class SpanOfRequest extends Span {
    SpanOfRequest() {
      super(SERVER, null, null, null);
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  private static Object attribute(Span span, String key) {
    return SpanAttributes.of(span).get(key);
  }
}
