package io.sonde.bootstrap.db;

/**
 * Tells where a password stands that need not be in quotes. It is fed with the tokens that {@link
 * SqlScanner} finds.
 */
final class SqlSecrets {
  /** The next token is a password, whatever it looks like. */
  private boolean next;

  /** A password list, as in Oracle's GRANT, may go on behind a comma. */
  private boolean list;

  private boolean identified;
  private boolean tableSeen;

  /** Whether the next token is a password. */
  boolean next() {
    return next;
  }

  /**
   * @param previousWord the keyword just before, or empty
   * @param command the first word of the statement
   */
  void word(String keyword, String previousWord, String command) {
    next = follows(keyword, previousWord, command);
    list = next && identified;
    tableSeen |= keyword.equals("TABLE");
  }

  void name() {
    next = false;
    list = false;
  }

  void literal() {
    next = false;
  }

  void punctuation(char c) {
    if (c == ';') {
      next = false;
      list = false;
      identified = false;
      tableSeen = false;
    } else {
      next = next || c == ',' && list;
    }
  }

  /** IDENTIFIED BY x, IDENTIFIED BY x REPLACE y, and PASSWORD x where it is not a column. */
  private boolean follows(String keyword, String previousWord, String command) {
    switch (keyword) {
      case "IDENTIFIED":
        identified = true;
        return false;
      case "BY":
        return identified && !previousWord.equals("GRANTED");
      case "VALUES":
      case "REPLACE":
        return identified;
      case "PASSWORD":
        switch (command) {
          case "SELECT":
          case "INSERT":
          case "UPDATE":
          case "DELETE":
          case "MERGE":
          case "REPLACE":
          case "WITH":
            return identified;
          default:
            return !tableSeen;
        }
      default:
        return false;
    }
  }
}
