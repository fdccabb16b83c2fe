package io.sonde.bootstrap.db;

/** Where quoted tokens begin and end, and whether they are strings or identifiers. */
final class SqlQuotes {
  /** No quoted token begins here; nothing was read. */
  static final int NONE = 0;

  /** A string, or what may be one. */
  static final int LITERAL = 1;

  /** An identifier in quotes. */
  static final int NAME = 2;

  /** It may be read in two ways that differ in where it ends. */
  static final int DOUBT = 3;

  /** PostgreSQL's limit for a name, and so for the tag of a dollar quote. */
  private static final int MAX_TAG = 63;

  private SqlQuotes() {}

  /** Reads the quoted token that begins here, if one does, and tells what it is. */
  static int read(SqlInput in, boolean secret) {
    char c = in.next(0);
    switch (c) {
      case '\'':
        return dialectString(in, '\'');
      case '"':
        return !in.dialect.doubleQuotedNames() || secret
            ? dialectString(in, '"')
            : name(in, '"', secret);
      case '`':
        return name(in, '`', secret);
      case '[':
        return in.dialect.bracketedNames() ? name(in, ']', secret) : NONE;
      case '$':
        return dollarQuote(in);
      default:
        return prefixed(in, c);
    }
  }

  /**
   * N'..', E'..', X'..', B'..', U&'..', q'[..]', nq'[..]'. Whatever a database does not know of
   * these is a syntax error there.
   */
  private static int prefixed(SqlInput in, char c) {
    char lower = (char) (c | 32);
    int length = lower == 'n' && (in.next(1) | 32) == 'q' ? 2 : 1;
    if (lower == 'u' && in.next(1) == '&') {
      length = 2;
    }
    if (in.next(length) != '\'' || "nexbuq".indexOf(lower) < 0) {
      return NONE;
    }
    in.at += length;
    if (lower == 'q' || length == 2 && lower == 'n') {
      return oracleString(in);
    }
    return lower == 'e' ? string(in, '\'', true, false) : dialectString(in, '\'');
  }

  private static int dialectString(SqlInput in, char quote) {
    return string(in, quote, in.dialect.backslashEscapes(), in.dialect.backslashDoubtful());
  }

  private static int string(SqlInput in, char quote, boolean backslash, boolean doubtful) {
    in.at++;
    while (in.at < in.end) {
      char c = in.sql.charAt(in.at);
      if (c == '\\' && (backslash || doubtful)) {
        if (doubtful && (in.next(1) == quote || in.next(1) == '\\')) {
          return DOUBT;
        }
        in.at += 2;
      } else if (c != quote) {
        in.at++;
      } else if (in.next(1) == quote) {
        in.at += 2;
      } else {
        in.at++;
        break;
      }
    }
    return LITERAL;
  }

  private static int oracleString(SqlInput in) {
    char open = in.next(1);
    char close = open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : open;
    close = open == '<' ? '>' : close;
    in.at += 2;
    while (in.at < in.end && !(in.sql.charAt(in.at) == close && in.next(1) == '\'')) {
      in.at++;
    }
    in.at = Math.min(in.end, in.at + 2);
    return LITERAL;
  }

  private static int dollarQuote(SqlInput in) {
    String sql = in.sql;
    int start = in.at;
    int tag = start + 1;
    while (tag < in.end
        && tag - start <= MAX_TAG
        && SqlInput.wordPart(sql.charAt(tag))
        && sql.charAt(tag) != '$') {
      tag++;
    }
    if (tag >= in.end || sql.charAt(tag) != '$' || SqlInput.digit(in.next(1))) {
      return NONE;
    }
    int close = sql.indexOf(sql.substring(start, tag + 1), tag + 1);
    in.at = close < 0 || close >= in.end ? in.end : Math.min(in.end, close + tag + 1 - start);
    return LITERAL;
  }

  /** An identifier that contains a quote is taken for a literal, lest it is none. */
  private static int name(SqlInput in, char quote, boolean secret) {
    boolean closed = false;
    boolean suspicious = secret;
    in.at++;
    while (in.at < in.end && !closed) {
      char c = in.sql.charAt(in.at);
      if (c == quote && in.next(1) == quote) {
        in.at++;
      } else if (c == quote) {
        closed = true;
      }
      suspicious |= c == '\'' || c == '\n';
      in.at++;
    }
    if (!closed) {
      return DOUBT;
    }
    return suspicious ? LITERAL : NAME;
  }
}
