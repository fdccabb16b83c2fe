package io.sonde.bootstrap.db;

/** What is known of each level of parentheses: a bit each. Nothing is known of levels too deep. */
final class SqlLevels {
  private int depth;
  private long queries;
  private long tables;

  void open() {
    depth++;
    queries &= ~bit();
    tables &= ~bit();
  }

  void close() {
    depth = Math.max(0, depth - 1);
  }

  void clear() {
    depth = 0;
    queries = 0;
    tables = 0;
  }

  /** Whether there is a SELECT, INSERT, UPDATE or DELETE at this level. */
  boolean inQuery() {
    return (queries & bit()) != 0;
  }

  void beginQuery() {
    queries |= bit();
  }

  /** Whether a comma at this level separates tables. */
  boolean inTables() {
    return (tables & bit()) != 0;
  }

  void beginTables() {
    tables |= bit();
  }

  void endTables() {
    tables &= ~bit();
  }

  private long bit() {
    return depth < Long.SIZE ? 1L << depth : 0;
  }
}
