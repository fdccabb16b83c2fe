package io.sonde.bootstrap.db;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;

/**
 * One execution of SQL. Pools and wrappers call each other: the outermost call makes the span, the
 * calls inside it only add what is not known yet. What came first is kept: SQL that a driver
 * executes for its own needs comes after what it was asked for.
 */
public final class SqlSpan extends DatabaseSpan {
  /** The text as given, analysed at the end, when its dialect is known; or null. */
  private String sql;

  private SqlStatement statement;
  private boolean located;
  private int batchSize = 1;

  private SqlSpan(Span parent) {
    super(parent, Database.UNKNOWN);
  }

  /**
   * Starts the span of an execution and makes it current, or adds to the one that is under way on
   * this thread.
   *
   * @param state what is known of the statement, or null when it is a wrapper's
   * @param sql what is executed, or null when that was prepared
   * @return the span to {@link #end(String, Throwable)}, or null when there is nothing to end
   */
  public static SqlSpan start(StatementState state, String sql) {
    Span current = Span.current();
    if (current instanceof SqlSpan && !current.ended()) {
      ((SqlSpan) current).learn(state, sql);
      return null;
    }
    SqlSpan span = create(current);
    if (span != null) {
      span.learn(state, sql);
    }
    return span;
  }

  /** As {@link #start}, for the batch that was added to the statement, which begins anew. */
  public static SqlSpan startBatch(StatementState state) {
    Span current = Span.current();
    boolean nested = current instanceof SqlSpan && !current.ended();
    SqlSpan span = nested ? (SqlSpan) current : create(current);
    if (span != null && state != null) {
      span.learnBatch(state);
    }
    if (state != null) {
      state.clearBatch();
    }
    return nested ? null : span;
  }

  private static SqlSpan create(Span parent) {
    if (Tracer.suppressed() || SqlConnections.quiet()) {
      return null;
    }
    SqlSpan span = new SqlSpan(parent);
    span.activate();
    return span;
  }

  private void learn(StatementState state, String text) {
    if (sql == null && statement == null) {
      sql = text;
      if (text == null && state != null) {
        statement = state.prepared;
      }
    }
    locate(state);
  }

  private void learnBatch(StatementState state) {
    if (sql == null && statement == null) {
      statement = state.batch();
      batchSize = state.batchSize();
    }
    locate(state);
  }

  private void locate(StatementState state) {
    if (!located && state != null && state.database != Database.UNKNOWN) {
      located = true;
      database(state.database);
    }
  }

  /**
   * Ends the span, on the thread that started it.
   *
   * @param status the vendor's error code or SQLSTATE, or null
   * @param thrown what the call threw, or null
   */
  public void end(String status, Throwable thrown) {
    deactivate();
    if (thrown != null) {
      error(status, status != null ? status : thrown.getClass().getName(), thrown);
    }
    end();
  }

  @Override
  protected void finish(long durationNanos) {
    if (statement == null) {
      statement = SqlStatement.of(sql, database().dialect);
    }
    super.finish(durationNanos);
  }

  @Override
  String operationName() {
    return null;
  }

  @Override
  String summary() {
    return batchSize > 1 ? statement.batchSummary : statement.summary;
  }

  @Override
  public String name() {
    String summary = summary();
    return summary != null ? summary : database().system;
  }

  @Override
  protected void attributes(AttributeVisitor to) {
    super.attributes(to);
    to.set("db.query.text", statement.text);
    if (batchSize != 1) {
      to.set("db.operation.batch.size", batchSize);
    }
  }

  @Override
  protected int textLength() {
    return statement.text == null ? 0 : statement.text.length();
  }
}
