package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Text;

/** One SQL text, how it is quoted, and the position of the scan in it. */
final class SqlInput {
  private static final int MAX_LENGTH = 32 * 1024;

  final String sql;
  final SqlDialect dialect;

  /** What lies behind this is not read. */
  final int end;

  /** The next character to read; past the end by one when the text ends in an escape. */
  int at;

  SqlInput(String sql, SqlDialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
    end = Text.cut(sql, MAX_LENGTH).length();
  }

  /** The character that many places on, or 0 behind the end. */
  char next(int ahead) {
    return at + ahead < end ? sql.charAt(at + ahead) : 0;
  }

  void skipDigits() {
    while (digit(next(0))) {
      at++;
    }
  }

  void skipWord() {
    int i = at;
    while (i < end && wordPart(sql.charAt(i))) {
      i++;
    }
    at = i;
  }

  void skipNumber() {
    boolean exponent = false;
    while (at < end) {
      char c = sql.charAt(at);
      if (!wordPart(c) && c != '.' && !(exponent && (c == '-' || c == '+'))) {
        break;
      }
      exponent = (c | 32) == 'e';
      at++;
    }
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean wordPart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || digit(c)
        || c == '_'
        || c == '$'
        || c == '@'
        || c == '#'
        || c >= 128;
  }
}
