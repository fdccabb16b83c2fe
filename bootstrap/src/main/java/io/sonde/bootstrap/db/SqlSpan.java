package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Tracer;

/**
 * One execution of SQL. Pools and wrappers call each other: the outermost call makes the span, the
 * calls inside it only add what they know, for it is the driver's own statement that knows most.
 */
public final class SqlSpan extends DatabaseSpan {
  private SqlStatement statement;
  private int batchSize = 1;

  private SqlSpan(Span parent) {
    super(parent, Database.UNKNOWN);
  }

  /**
   * Starts the span of an execution and makes it current, or adds to the one that is under way on
   * this thread.
   *
   * @param statement what is executed, or null when this layer does not know
   * @param database where, or null when this layer does not know
   * @return the span to {@link #end(Throwable)}, or null when there is nothing to end
   */
  public static SqlSpan start(SqlStatement statement, Database database) {
    Span current = Span.current();
    if (current instanceof SqlSpan) {
      ((SqlSpan) current).learn(statement, database);
      return null;
    }
    if (Tracer.suppressed()) {
      return null;
    }
    SqlSpan span = new SqlSpan(current);
    span.learn(statement, database);
    span.activate();
    return span;
  }

  private void learn(SqlStatement moreOfStatement, Database moreOfDatabase) {
    if (moreOfStatement != null) {
      statement = moreOfStatement;
    }
    if (moreOfDatabase != null) {
      database(moreOfDatabase);
    }
  }

  /** How many statements the batch holds; 0 when it is empty. */
  public void batchSize(int statements) {
    batchSize = statements;
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
    SqlStatement sql = statement == null ? SqlStatement.UNKNOWN : statement;
    String summary = sql.summary;
    if (batchSize != 1 && summary != null) {
      summary = sql.batchSummary;
    }
    finish(durationNanos, null, summary);
    if (sampled()) {
      name(summary != null ? summary : database().system);
      set("db.query.text", sql.text);
      if (batchSize != 1) {
        set("db.operation.batch.size", batchSize);
      }
    }
  }
}
