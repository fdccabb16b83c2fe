package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Text;

/**
 * Takes literals, comments and passwords out of SQL, in one pass that never goes back and never
 * recurses (faults F7, F8). What is left is the text with a question mark for each literal, lists
 * behind IN collapsed to one, white space to one blank. Where the text may be read in two ways that
 * differ in what is a literal, all that follows is one question mark.
 */
final class SqlScanner {
  private static final int MAX_INPUT = 32 * 1024;
  private static final int MAX_TEXT = 8 * 1024;

  /** PostgreSQL's limit for a name, and so for the tag of a dollar quote. */
  private static final int MAX_TAG = 63;

  private final String sql;
  private final int end;
  private final SqlDialect dialect;
  private final StringBuilder text;
  private final SqlSummary summary = new SqlSummary();
  private int at;

  /** Nothing that follows may be shown. */
  private boolean stopped;

  /** The next token is a password, whatever it looks like. */
  private boolean secret;

  /** A password list, as in Oracle's GRANT, may go on behind a comma. */
  private boolean secretList;

  private boolean identified;
  private boolean tableSeen;
  private boolean dataFollows;
  private String previousWord = "";

  /** Where in the text the elements of an IN list begin, or -1. */
  private int listStart = -1;

  private SqlScanner(String sql, SqlDialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
    end = Text.cut(sql, MAX_INPUT).length();
    text = new StringBuilder(Math.min(end, MAX_TEXT) + 16);
  }

  /** Total: any text gives a statement. */
  static SqlStatement scan(String sql, SqlDialect dialect) {
    SqlScanner scanner = new SqlScanner(sql, dialect);
    scanner.run();
    String text = Text.cut(scanner.text.toString().trim(), MAX_TEXT);
    return new SqlStatement(text, scanner.summary.text());
  }

  private void run() {
    while (at < end && !stopped && text.length() < MAX_TEXT) {
      char c = sql.charAt(at);
      if (c <= ' ') {
        at++;
        space();
      } else if (comment()) {
        skipComment(c);
      } else if (!quoted(c)) {
        unquoted(c);
      }
    }
  }

  private char next(int ahead) {
    return at + ahead < end ? sql.charAt(at + ahead) : 0;
  }

  private void stop() {
    if (text.length() == 0 || text.charAt(text.length() - 1) != '?') {
      literal();
    }
    stopped = true;
  }

  // ---- comments

  /** Whether one begins here. MySQL reads {@code 5--3} as a subtraction. */
  private boolean comment() {
    switch (next(0)) {
      case '-':
        return next(1) == '-' && (!dialect.hashComments() || next(2) <= ' ');
      case '/':
        return next(1) == '*';
      case '#':
        return dialect.hashComments() || dialect.hashDoubtful();
      default:
        return false;
    }
  }

  private void skipComment(char c) {
    if (c == '/') {
      blockComment();
    } else if (c == '#' && dialect.hashDoubtful()) {
      stop();
    } else {
      lineComment();
    }
  }

  private void lineComment() {
    while (at < end && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
    space();
  }

  private void blockComment() {
    int depth = 1;
    at += 2;
    while (at < end && depth > 0) {
      char c = sql.charAt(at);
      if (c == '*' && next(1) == '/') {
        depth--;
        at += 2;
      } else if (c == '/' && next(1) == '*') {
        if (dialect.nestingDoubtful()) {
          stop();
          return;
        }
        depth += dialect.nestedComments() ? 1 : 0;
        at += dialect.nestedComments() ? 2 : 1;
      } else {
        at++;
      }
    }
    space();
  }

  // ---- quotes

  /** Consumes a quoted token, if that is what begins here. */
  private boolean quoted(char c) {
    switch (c) {
      case '\'':
        string('\'', dialect.backslashEscapes(), dialect.backslashDoubtful());
        return true;
      case '"':
        if (!dialect.doubleQuotedNames() || secret) {
          string('"', dialect.backslashEscapes(), dialect.backslashDoubtful());
        } else {
          name('"');
        }
        return true;
      case '`':
        name('`');
        return true;
      case '[':
        if (dialect.bracketedNames()) {
          name(']');
          return true;
        }
        return false;
      case '$':
        return dollarQuote();
      default:
        return prefixed(c);
    }
  }

  /**
   * N'..', E'..', X'..', B'..', U&'..', q'[..]', nq'[..]'. Whatever a database does not know of
   * these is a syntax error there.
   */
  private boolean prefixed(char c) {
    char lower = (char) (c | 32);
    int length = lower == 'n' && (next(1) | 32) == 'q' ? 2 : 1;
    if (lower == 'u' && next(1) == '&') {
      length = 2;
    }
    if (next(length) != '\'' || "nexbuq".indexOf(lower) < 0) {
      return false;
    }
    at += length;
    if (lower == 'q' || length == 2 && lower == 'n') {
      oracleString();
    } else {
      boolean always = lower == 'e' || dialect.backslashEscapes();
      string('\'', always, !always && dialect.backslashDoubtful());
    }
    return true;
  }

  private void string(char quote, boolean backslash, boolean doubtful) {
    at++;
    while (at < end) {
      char c = sql.charAt(at);
      if (c == '\\' && (backslash || doubtful)) {
        if (doubtful && (next(1) == quote || next(1) == '\\')) {
          stop();
          return;
        }
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (next(1) == quote) {
        at += 2;
      } else {
        at++;
        break;
      }
    }
    literal();
  }

  private void oracleString() {
    char open = next(1);
    char close = open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : open;
    close = open == '<' ? '>' : close;
    at += 2;
    while (at < end && !(sql.charAt(at) == close && next(1) == '\'')) {
      at++;
    }
    at = Math.min(end, at + 2);
    literal();
  }

  private boolean dollarQuote() {
    int tag = at + 1;
    while (tag < end
        && tag - at <= MAX_TAG
        && wordPart(sql.charAt(tag))
        && sql.charAt(tag) != '$') {
      tag++;
    }
    if (tag >= end || sql.charAt(tag) != '$' || digit(next(1))) {
      return false;
    }
    int close = sql.indexOf(sql.substring(at, tag + 1), tag + 1);
    at = close < 0 || close >= end ? end : Math.min(end, close + tag + 1 - at);
    literal();
    return true;
  }

  /** An identifier in quotes, which stays. One that contains a quote is hidden, lest it is none. */
  private void name(char quote) {
    int start = at++;
    boolean closed = false;
    boolean suspicious = secret;
    while (at < end && !closed) {
      char c = sql.charAt(at);
      if (c == quote && next(1) == quote) {
        at++;
      } else if (c == quote) {
        closed = true;
      }
      suspicious |= c == '\'' || c == '\n';
      at++;
    }
    if (!closed) {
      stop();
    } else if (suspicious) {
      literal();
    } else {
      text.append(sql, start, at);
      String name = sql.substring(start + 1, at - 1);
      summary.name(name);
      tokenEnds("");
    }
  }

  // ---- the rest

  private void unquoted(char c) {
    if (secret && "=(?".indexOf(c) < 0) {
      secretWord();
    } else if (digit(c) || c == '.' && digit(next(1)) && !nameBefore()) {
      number();
    } else if (wordPart(c)) {
      word();
    } else if (c == '?') {
      at++;
      while (digit(next(0))) {
        at++;
      }
      literal();
    } else {
      punctuation(c);
    }
  }

  private boolean nameBefore() {
    int last = text.length() - 1;
    return last >= 0 && (wordPart(text.charAt(last)) || "\"`])".indexOf(text.charAt(last)) >= 0);
  }

  private void secretWord() {
    do {
      at++;
    } while (at < end && sql.charAt(at) > ' ' && ",;()'\"".indexOf(next(0)) < 0 && !comment());
    if (next(0) == '\'' || next(0) == '"') {
      // The word may be the prefix of a string.
      stop();
    } else {
      literal();
    }
  }

  private void number() {
    boolean exponent = false;
    while (at < end) {
      char c = sql.charAt(at);
      if (!wordPart(c) && c != '.' && !(exponent && (c == '-' || c == '+'))) {
        break;
      }
      exponent = (c | 32) == 'e';
      at++;
    }
    literal();
  }

  private void word() {
    int start = at;
    while (at < end && wordPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(start, at);
    String keyword = SqlSummary.keyword(word);
    if (bareString(word, keyword)) {
      literal();
      return;
    }
    text.append(word);
    summary.word(word, keyword);
    boolean secretFollows = secretFollows(keyword);
    tableSeen |= keyword.equals("TABLE");
    dataFollows |= keyword.equals("STDIN") && summary.command().equals("COPY");
    tokenEnds(keyword);
    secret = secretFollows;
    secretList = secretFollows && identified;
  }

  /** {@code EXEC sp_addlogin bob, s3cret}. */
  private boolean bareString(String word, String keyword) {
    if (!dialect.bareWordStrings()
        || !summary.command().startsWith("EXEC")
        || !summary.inArguments()) {
      return false;
    }
    boolean grammar =
        keyword.equals("OUTPUT")
            || keyword.equals("OUT")
            || keyword.equals("DEFAULT")
            || keyword.equals("NULL")
            || keyword.equals("AS")
            || keyword.equals("WITH");
    return !grammar && word.charAt(0) != '@';
  }

  /** IDENTIFIED BY x, IDENTIFIED BY x REPLACE y, and PASSWORD x where it is not a column. */
  private boolean secretFollows(String keyword) {
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
        switch (summary.command()) {
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

  private void punctuation(char c) {
    at++;
    if (listStart >= 0 && text.length() == listStart && (c == '-' || c == '+')) {
      return;
    }
    if (c == ')' && listStart >= 0 && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append(c);
    summary.punctuation(c);
    boolean list = c == '(' && previousWord.equals("IN");
    boolean goesOn = listStart >= 0 && (c == ',' || c == '-' || c == '+' || c == ':');
    secret = secret || c == ',' && secretList;
    previousWord = "";
    listStart = list ? text.length() : goesOn ? listStart : -1;
    if (c == ';') {
      statementEnds();
    }
  }

  private void statementEnds() {
    identified = false;
    tableSeen = false;
    secret = false;
    secretList = false;
    if (dataFollows) {
      stop();
    }
  }

  private void space() {
    int length = text.length();
    if (length > 0 && length != listStart && text.charAt(length - 1) != ' ') {
      text.append(' ');
    }
  }

  /** A literal or a placeholder: one more of them in an IN list is not shown. */
  private void literal() {
    if (listStart >= 0 && text.length() > listStart) {
      if (onlySeparators(listStart + 1)) {
        text.setLength(listStart);
      }
    }
    text.append('?');
    summary.literal();
    secret = false;
    previousWord = "";
  }

  private boolean onlySeparators(int from) {
    for (int i = from; i < text.length(); i++) {
      if (" ,-+:".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private void tokenEnds(String keyword) {
    previousWord = keyword;
    listStart = -1;
    secret = false;
    secretList = false;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean wordPart(char c) {
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
