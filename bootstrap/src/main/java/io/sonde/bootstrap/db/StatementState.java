package io.sonde.bootstrap.db;

import io.sonde.bootstrap.WeakTable;
import java.lang.ref.WeakReference;

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

  /**
   * The classes of statements that have a state, filled from the front: to ask for that of a
   * wrapper's, which has none, is most of what it would cost. When all are taken, any class may
   * have states.
   */
  @SuppressWarnings("unchecked")
  private static final WeakReference<Class<?>>[] CLASSES = new WeakReference[8];

  final Database database;

  /** What was prepared, or null. */
  final SqlStatement prepared;

  /** What is being added; null for the many statements that never have a batch. */
  private Batch batch;

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
    if (!mayHaveState(statement)) {
      add(statement.getClass());
    }
    STATES.put(statement, new StatementState(database, prepared));
  }

  /** The state of a statement of a driver; null for one of a wrapper. */
  public static StatementState of(Object statement) {
    return mayHaveState(statement) ? STATES.get(statement) : null;
  }

  /** Forgets a statement that is closed. */
  public static void remove(Object statement) {
    if (mayHaveState(statement)) {
      STATES.remove(statement);
    }
  }

  private static boolean mayHaveState(Object statement) {
    for (WeakReference<Class<?>> known : CLASSES) {
      if (known == null) {
        return false;
      }
      if (known.get() == statement.getClass()) {
        return true;
      }
    }
    return true;
  }

  private static void add(Class<?> type) {
    synchronized (CLASSES) {
      for (int i = 0; i < CLASSES.length; i++) {
        if (CLASSES[i] == null || CLASSES[i].get() == null) {
          CLASSES[i] = new WeakReference<Class<?>>(type);
          return;
        }
      }
    }
  }

  /** {@code addBatch} begins; drivers implement one form of it by another. */
  public void beginAdd() {
    if (batch == null) {
      batch = new Batch();
    }
    batch.adding++;
  }

  /**
   * {@code addBatch} is over.
   *
   * @param sql its argument, or null for what was prepared
   * @param failed whether it threw
   */
  public void endAdd(String sql, boolean failed) {
    if (--batch.adding > 0 || failed) {
      return;
    }
    batch.size++;
    if (sql != null) {
      batch.add(sql, database.dialect);
    }
  }

  /** {@code clearBatch} was called, or the batch is executed. */
  public void clearBatch() {
    if (batch != null) {
      int adding = batch.adding;
      batch = new Batch();
      batch.adding = adding;
    }
  }

  int batchSize() {
    return batch == null ? 0 : batch.size;
  }

  /** What the batch executes: one text if all are the same but for literals, or all of them. */
  SqlStatement batch() {
    SqlStatement added = batch == null ? null : batch.statement();
    return added != null ? added : prepared;
  }

  private static final class Batch {
    int adding;
    int size;
    private String sql;
    private SqlStatement statement;
    private StringBuilder texts;
    private String summary;

    void add(String more, SqlDialect dialect) {
      if (more.equals(sql)) {
        return;
      }
      SqlStatement next = SqlStatement.of(more, dialect);
      if (size == 1) {
        sql = more;
        statement = next;
        return;
      }
      sql = null;
      if (texts == null) {
        if (next.text.equals(statement.text)) {
          return;
        }
        texts = new StringBuilder(statement.text);
        summary = statement.summary;
      }
      if (next.summary == null || !next.summary.equals(summary)) {
        summary = null;
      }
      if (texts.length() + next.text.length() + 2 <= MAX_TEXT) {
        texts.append("; ").append(next.text);
      }
    }

    SqlStatement statement() {
      return texts == null ? statement : new SqlStatement(texts.toString(), summary);
    }
  }
}
