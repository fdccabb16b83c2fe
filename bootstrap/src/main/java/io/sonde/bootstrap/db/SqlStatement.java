package io.sonde.bootstrap.db;

/** What may be shown of one SQL text. Immutable. */
final class SqlStatement {
  static final SqlStatement UNKNOWN = new SqlStatement(null, null);

  /** Texts longer than this are analysed each time, never kept (fault F6). */
  private static final int CACHED_LENGTH = 8192;

  private static final int CACHE_SLOTS = 4096;
  private static final int CACHE_BYTES = 2 * 1024 * 1024;

  /** An entry is immutable and may be overwritten or lost; it is made anew then. */
  private static final Entry[] CACHE = new Entry[CACHE_SLOTS];

  private static int cachedBytes;

  /** The text without literals; null when unknown. */
  final String text;

  /** {@code SELECT users}; null when unknown. */
  final String summary;

  final String batchSummary;

  SqlStatement(String text, String summary) {
    this.text = text;
    this.summary = summary;
    batchSummary = summary == null ? "BATCH" : "BATCH " + summary;
  }

  /** Analyses {@code sql}. Linear in its length, never throws. Null gives {@link #UNKNOWN}. */
  static SqlStatement of(String sql, SqlDialect dialect) {
    if (sql == null) {
      return UNKNOWN;
    }
    if (sql.length() > CACHED_LENGTH) {
      return SqlScanner.scan(sql, dialect);
    }
    int hash = sql.hashCode();
    int slot = (hash ^ hash >>> 16) & (CACHE_SLOTS - 1);
    Entry entry = CACHE[slot];
    if (entry != null && entry.dialect == dialect && entry.sql.equals(sql)) {
      return entry.statement;
    }
    SqlStatement statement = SqlScanner.scan(sql, dialect);
    keep(slot, new Entry(sql, dialect, statement));
    return statement;
  }

  private static void keep(int slot, Entry entry) {
    synchronized (CACHE) {
      Entry before = CACHE[slot];
      int growth = entry.bytes() - (before == null ? 0 : before.bytes());
      if (cachedBytes + growth <= CACHE_BYTES) {
        cachedBytes += growth;
        CACHE[slot] = entry;
      } else {
        java.util.Arrays.fill(CACHE, null);
        cachedBytes = 0;
      }
    }
  }

  /** At most this many bytes are held by the cache now. */
  static int cachedBytes() {
    synchronized (CACHE) {
      return cachedBytes;
    }
  }

  private static final class Entry {
    final String sql;
    final SqlDialect dialect;
    final SqlStatement statement;

    Entry(String sql, SqlDialect dialect, SqlStatement statement) {
      this.sql = sql;
      this.dialect = dialect;
      this.statement = statement;
    }

    int bytes() {
      int summary = statement.summary == null ? 0 : statement.summary.length();
      return 256 + 2 * (sql.length() + statement.text.length() + 2 * summary);
    }
  }
}
