package io.sonde.bootstrap.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.SpanAttributes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlSpanTest {
  private final Object connection = new Object();
  private final Object statement = new Object();

  @AfterEach
  void nothingIsLeft() {
    assertNull(Span.current());
    assertFalse(SqlConnections.quiet());
  }

  private StatementState prepared(String sql) {
    long token = SqlConnections.beginConnect();
    SqlConnections.connected(token, connection, "jdbc:postgresql://h:1/shop");
    assertFalse(SqlConnections.created(SqlConnections.beginCreate(), connection, statement, sql));
    return StatementState.of(statement);
  }

  private static String end(SqlSpan span) {
    span.end(null, null);
    StringBuilder text = new StringBuilder(span.name());
    for (String key : List.of("db.namespace", "db.query.text", "db.operation.batch.size")) {
      if (SpanAttributes.of(span).containsKey(key)) {
        text.append(" | ").append(SpanAttributes.of(span).get(key));
      }
    }
    return text.toString();
  }

  @Test
  void whatIsKnownFirstIsKept() {
    StatementState state = prepared("SELECT 1 FROM a");
    SqlSpan span = SqlSpan.start(null, null);
    assertNull(SqlSpan.start(state, null));
    assertNull(SqlSpan.start(null, "SELECT 2 FROM the_drivers_own"));
    assertEquals("SELECT a | shop | SELECT ? FROM a", end(span));
  }

  @Test
  void theDialectIsTheInnermost() {
    StatementState state = prepared(null);
    SqlSpan span = SqlSpan.start(null, "SELECT \"b\" FROM a");
    assertNull(SqlSpan.start(state, "SELECT \"b\" FROM a"));
    assertEquals("SELECT a | shop | SELECT \"b\" FROM a", end(span));
  }

  @Test
  void aSpanThatIsOverHidesNothing() {
    SqlSpan over = SqlSpan.start(null, "SELECT 1");
    over.end();
    SqlSpan next = SqlSpan.start(null, "SELECT 1");
    assertNotNull(next);
    next.end(null, null);
    over.deactivate();
  }

  @Test
  void whileADriverConnectsThereAreNoSpans() {
    long outer = SqlConnections.beginConnect();
    long inner = SqlConnections.beginConnect();
    assertNull(SqlSpan.start(null, "SELECT 1"));
    SqlConnections.connected(inner, connection, "jdbc:mysql://inner/x");
    assertNull(SqlSpan.start(null, "SELECT 1"));
    SqlConnections.connected(outer, new Object(), "jdbc:wrapper:mysql://outer/x");
    prepared("SELECT 1 FROM t");
  }

  @Test
  void onlyTheInnermostStatementIsKept() {
    Object wrapper = new StringBuilder();
    Object wrapped = new Object();
    int outer = SqlConnections.beginCreate();
    prepared("SELECT 1");
    assertFalse(SqlConnections.created(outer, wrapper, wrapped, "SELECT 1"));
    assertNotNull(StatementState.of(statement));
    assertNull(StatementState.of(wrapped));
    // Later it answers out of its cache: it may not be asked for its metadata.
    int again = SqlConnections.beginCreate();
    assertFalse(SqlConnections.created(again, wrapper, wrapped, "SELECT 1"));
    SqlSpan span = SqlSpan.start(StatementState.of(wrapped), null);
    assertNull(SqlSpan.start(StatementState.of(statement), null));
    assertEquals("SELECT | shop | SELECT ?", end(span));
  }

  @Test
  void anUnknownConnectionIsAskedOnce() {
    int begin = SqlConnections.beginCreate();
    assertTrue(SqlConnections.created(begin, connection, statement, "SELECT 1"));
    SqlConnections.observe(connection);
    assertNull(SqlSpan.start(null, "SELECT USER()"));
    begin = SqlConnections.beginCreate();
    assertFalse(SqlConnections.created(begin, connection, new Object(), "SELECT USER()"));
    SqlConnections.observed(connection, statement, "SELECT 1", null);
    begin = SqlConnections.beginCreate();
    assertFalse(SqlConnections.created(begin, connection, new Object(), "SELECT 2"));
  }

  private static void add(StatementState state, String sql) {
    state.beginAdd();
    state.beginAdd();
    state.endAdd(sql, false);
    state.endAdd(sql, false);
  }

  private static String execute(StatementState state) {
    SqlSpan outer = SqlSpan.startBatch(null);
    assertNull(SqlSpan.startBatch(state));
    assertNull(SqlSpan.startBatch(state));
    assertNull(SqlSpan.start(state, null));
    return end(outer);
  }

  @Test
  void batchesOfPreparedStatements() {
    StatementState state = prepared("INSERT INTO a VALUES (?)");
    add(state, null);
    add(state, null);
    assertEquals("BATCH INSERT a | shop | INSERT INTO a VALUES (?) | 2", execute(state));
    add(state, null);
    assertEquals("INSERT a | shop | INSERT INTO a VALUES (?)", execute(state));
    assertEquals("INSERT a | shop | INSERT INTO a VALUES (?) | 0", execute(state));
    add(state, null);
    state.beginAdd();
    state.endAdd(null, true);
    assertEquals("INSERT a | shop | INSERT INTO a VALUES (?)", execute(state));
  }

  @Test
  void batchesOfTexts() {
    StatementState state = prepared(null);
    assertEquals("postgresql | shop | 0", execute(state));
    for (String sql :
        new String[] {"DELETE FROM a", "DELETE FROM a WHERE b = 1", "DELETE FROM a"}) {
      add(state, sql);
    }
    assertEquals(
        "BATCH DELETE a | shop | DELETE FROM a; DELETE FROM a WHERE b = ?; DELETE FROM a | 3",
        execute(state));
    add(state, "DELETE FROM a WHERE b = 1");
    add(state, "DELETE FROM a WHERE b = 2");
    add(state, "DELETE FROM a WHERE b = 3");
    assertEquals("BATCH DELETE a | shop | DELETE FROM a WHERE b = ? | 3", execute(state));
    for (int i = 0; i < 100_000; i++) {
      add(state, "INSERT INTO t" + i % 7 + " VALUES (" + i + ")");
    }
    String all = execute(state);
    assertTrue(all.startsWith("BATCH | shop | INSERT INTO t0 VALUES (?); INSERT INTO t1 "), all);
    assertTrue(all.endsWith(" | 100000") && all.length() < 8300, all);
  }

  /** The classes of statements are kept for eight drivers; the ninth must not be lost. */
  @Test
  void statementsOfManyDriversHaveTheirState() {
    Object[] statements = {
      new byte[0],
      new short[0],
      new int[0],
      new long[0],
      new float[0],
      new double[0],
      new char[0],
      new boolean[0],
      new String[0],
      new Object[0]
    };
    for (Object each : statements) {
      StatementState.put(each, "SELECT 1 FROM a", Database.UNKNOWN);
    }
    for (Object each : statements) {
      assertNotNull(StatementState.of(each), () -> each.getClass().getName());
      StatementState.remove(each);
      assertNull(StatementState.of(each), () -> each.getClass().getName());
    }
  }
}
