package io.sonde.bootstrap.db;

import io.sonde.bootstrap.WeakTable;

/**
 * What is known of one of the driver's own statements: where it leads, what was prepared, and the
 * batch that is being filled. It lives next to the statement, until that is closed or collected.
 * Like the statement itself, not thread safe.
 */
public final class StatementState {
  private static final int CAPACITY = 1 << 17;
  private static final int MAX_TEXT = 8 * 1024;

  private static final WeakTable<Object, StatementState> STATES =
      new WeakTable<Object, StatementState>(CAPACITY);

  final Database database;

  /** What was prepared, or null. */
  final SqlStatement prepared;

  private int adding;
  private int batchSize;
  private String batchSql;
  private SqlStatement batch;
  private StringBuilder batchTexts;
  private String batchSummary;

  private StatementState(Database database, SqlStatement prepared) {
    this.database = database;
    this.prepared = prepared;
  }

  /**
   * Notes what {@code statement} is.
   *
   * @param sql what was prepared, or null
   */
  static void put(Object statement, String sql, Database database) {
    SqlStatement prepared = sql == null ? null : SqlStatement.of(sql, database.dialect);
    STATES.put(statement, new StatementState(database, prepared));
  }

  /** The state of a statement of a driver; null for one of a wrapper. */
  public static StatementState of(Object statement) {
    return STATES.get(statement);
  }

  /** Forgets a statement that is closed. */
  public static void remove(Object statement) {
    STATES.remove(statement);
  }

  /** {@code addBatch} begins; drivers implement one form of it by another. */
  public void beginAdd() {
    adding++;
  }

  /**
   * {@code addBatch} is over.
   *
   * @param sql its argument, or null for what was prepared
   * @param failed whether it threw
   */
  public void endAdd(String sql, boolean failed) {
    if (--adding > 0 || failed) {
      return;
    }
    batchSize++;
    if (sql != null) {
      add(sql);
    }
  }

  private void add(String sql) {
    if (sql.equals(batchSql)) {
      return;
    }
    SqlStatement more = SqlStatement.of(sql, database.dialect);
    if (batchSize == 1) {
      batchSql = sql;
      batch = more;
      return;
    }
    batchSql = null;
    if (batchTexts == null) {
      if (more.text.equals(batch.text)) {
        return;
      }
      batchTexts = new StringBuilder(batch.text);
      batchSummary = batch.summary;
    }
    if (more.summary == null || !more.summary.equals(batchSummary)) {
      batchSummary = null;
    }
    if (batchTexts.length() + more.text.length() + 2 <= MAX_TEXT) {
      batchTexts.append("; ").append(more.text);
    }
  }

  /** {@code clearBatch} was called, or the batch is executed. */
  public void clearBatch() {
    batchSize = 0;
    batchSql = null;
    batch = null;
    batchTexts = null;
    batchSummary = null;
  }

  int batchSize() {
    return batchSize;
  }

  /** What the batch executes: one text if all are the same but for literals, or all of them. */
  SqlStatement batch() {
    if (batchTexts != null) {
      return new SqlStatement(batchTexts.toString(), batchSummary);
    }
    return batch != null ? batch : prepared;
  }
}
