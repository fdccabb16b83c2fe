package io.sonde.bootstrap.db;

/**
 * Takes literals, comments and passwords out of SQL, in one pass that never goes back and never
 * recurses (faults F7, F8). Where the text may be read in two ways that differ in what is a
 * literal, all that follows is one question mark.
 */
final class SqlScanner {
  private final SqlInput in;
  private final SqlText text;
  private final SqlSummary summary = new SqlSummary();
  private final SqlSecrets secrets = new SqlSecrets();
  private String previousWord = "";
  private boolean dataFollows;

  /** Nothing that follows may be shown. */
  private boolean stopped;

  private SqlScanner(String sql, SqlDialect dialect) {
    in = new SqlInput(sql, dialect);
    text = new SqlText(in.end);
  }

  /** Total: any text gives a statement. */
  static SqlStatement scan(String sql, SqlDialect dialect) {
    SqlScanner scanner = new SqlScanner(sql, dialect);
    scanner.run();
    return new SqlStatement(scanner.text.shown(), scanner.summary.text());
  }

  private void run() {
    while (in.at < in.end && !stopped && !text.full()) {
      char c = in.sql.charAt(in.at);
      if (c <= ' ') {
        in.at++;
        text.space();
      } else if (SqlComments.begins(in)) {
        comment();
      } else if (!quoted()) {
        unquoted(c);
      }
    }
  }

  private void comment() {
    if (SqlComments.skip(in)) {
      text.space();
    } else {
      stop();
    }
  }

  /** Consumes a quoted token, if that is what begins here. */
  private boolean quoted() {
    int start = in.at;
    switch (SqlQuotes.read(in, secrets.next())) {
      case SqlQuotes.NONE:
        return false;
      case SqlQuotes.LITERAL:
        literal();
        return true;
      case SqlQuotes.NAME:
        name(start);
        return true;
      default:
        stop();
        return true;
    }
  }

  private void unquoted(char c) {
    if (secrets.next() && "=(?".indexOf(c) < 0) {
      secretWord();
    } else if (SqlInput.digit(c) || c == '.' && SqlInput.digit(in.next(1)) && !text.endsInName()) {
      in.skipNumber();
      literal();
    } else if (SqlInput.wordPart(c)) {
      word();
    } else if (c == '?') {
      in.at++;
      in.skipDigits();
      literal();
    } else {
      punctuation(c);
    }
  }

  private void secretWord() {
    do {
      in.at++;
    } while (in.next(0) > ' ' && ",;()'\"".indexOf(in.next(0)) < 0 && !SqlComments.begins(in));
    if (in.next(0) == '\'' || in.next(0) == '"') {
      // The word may be the prefix of a string.
      stop();
    } else {
      literal();
    }
  }

  private void word() {
    int start = in.at;
    in.skipWord();
    String word = in.sql.substring(start, in.at);
    String keyword = SqlKeywords.keyword(word);
    if (bareString(word, keyword)) {
      literal();
      return;
    }
    text.word(word);
    summary.word(word, keyword);
    secrets.word(keyword, previousWord, summary.command());
    dataFollows |= keyword.equals("STDIN") && summary.command().equals("COPY");
    previousWord = keyword;
  }

  /** {@code EXEC sp_addlogin bob, s3cret}. */
  private boolean bareString(String word, String keyword) {
    if (!in.dialect.bareWordStrings()
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

  /** An identifier in quotes, which stays. */
  private void name(int start) {
    text.name(in.sql, start, in.at);
    summary.name(in.sql.substring(start + 1, in.at - 1));
    secrets.name();
    previousWord = "";
  }

  private void literal() {
    text.literal();
    summary.literal();
    secrets.literal();
    previousWord = "";
  }

  private void punctuation(char c) {
    in.at++;
    if (!text.punctuation(c, previousWord.equals("IN"))) {
      return;
    }
    summary.punctuation(c);
    secrets.punctuation(c);
    previousWord = "";
    if (c == ';' && dataFollows) {
      stop();
    }
  }

  private void stop() {
    if (!text.endsInLiteral()) {
      literal();
    }
    stopped = true;
  }
}
