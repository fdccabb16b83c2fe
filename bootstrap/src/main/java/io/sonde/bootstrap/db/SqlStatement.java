package io.sonde.bootstrap.db;

/** What may be shown of one SQL text. Immutable; computed once and kept next to the statement. */
public final class SqlStatement {
  static final SqlStatement UNKNOWN = new SqlStatement(null, null);

  /** Texts longer than this are analysed each time, never kept (fault F6). */
  private static final int CACHED_LENGTH = 4096;

  private static final int CACHE_SLOTS = 512;

  /** Slots may be overwritten by any thread: an entry is immutable, a lost one is made anew. */
  private static final Entry[] CACHE = new Entry[CACHE_SLOTS];

  /** The text without literals; null when unknown. */
  final String text;

  /** {@code SELECT users}; null when unknown. */
  final String summary;

  final String batchSummary;

  SqlStatement(String text, String summary) {
    this.text = text;
    this.summary = summary;
    batchSummary = summary == null ? null : "BATCH " + summary;
  }

  /** Analyses {@code sql}. Linear in its length, never throws. Null gives null. */
  public static SqlStatement of(String sql) {
    if (sql == null) {
      return null;
    }
    if (sql.length() > CACHED_LENGTH) {
      return SqlScanner.scan(sql);
    }
    int hash = sql.hashCode();
    int slot = (hash ^ hash >>> 16) & (CACHE_SLOTS - 1);
    Entry entry = CACHE[slot];
    if (entry != null && entry.sql.equals(sql)) {
      return entry.statement;
    }
    SqlStatement statement = SqlScanner.scan(sql);
    CACHE[slot] = new Entry(sql, statement);
    return statement;
  }

  /** The text without literals, or null. */
  public String text() {
    return text;
  }

  /** Operation and first tables, {@code SELECT users}, or null. */
  public String summary() {
    return summary;
  }

  private static final class Entry {
    final String sql;
    final SqlStatement statement;

    Entry(String sql, SqlStatement statement) {
      this.sql = sql;
      this.statement = statement;
    }
  }
}
