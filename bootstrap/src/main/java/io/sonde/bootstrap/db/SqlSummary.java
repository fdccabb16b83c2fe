package io.sonde.bootstrap.db;

/**
 * The {@code db.query.summary} of one SQL text: operations and their targets in the order of the
 * text, {@code INSERT orders SELECT carts}; statements are separated by a semicolon. It is fed with
 * the tokens that {@link SqlScanner} finds and knows just enough grammar to tell a table from any
 * other name. An unknown command gives nothing: the summary is a metric label.
 */
final class SqlSummary {
  private static final int NOTHING = 0;
  private static final int TARGET = 1;
  private static final int KIND = 2;

  private final SqlSummaryText summary = new SqlSummaryText();
  private final SqlLevels levels = new SqlLevels();
  private boolean atStart = true;

  /** The first word of the statement, in upper case. */
  private String command = "";

  private String operation = "";
  private String previousWord = "";
  private char previous = '(';
  private int expected;
  private boolean nameOpen;

  /** The first word of the current statement in upper case, empty before it. */
  String command() {
    return command;
  }

  /** Whether the name that EXEC is about has been read: what follows are arguments. */
  boolean inArguments() {
    return expected == NOTHING && !(nameOpen && previous == '.');
  }

  void word(String word, String keyword) {
    boolean part = nameOpen && previous == '.';
    if (part) {
      summary.append(word);
    } else {
      nameOpen = false;
      keyword(word, keyword);
    }
    previousWord = part ? "" : keyword;
    previous = 'a';
  }

  /** A quoted identifier, without the quotes. */
  void name(String name) {
    if (nameOpen && previous == '.') {
      summary.append(name);
    } else {
      nameOpen = false;
      if (expected == TARGET) {
        target(name);
      } else {
        expected = NOTHING;
      }
    }
    previousWord = "";
    previous = '"';
  }

  void literal() {
    nameOpen = false;
    expected = NOTHING;
    previousWord = "";
    previous = '?';
  }

  void punctuation(char c) {
    if (c == '.' && nameOpen) {
      summary.append(".");
    } else {
      nameOpen = false;
    }
    switch (c) {
      case '(':
        levels.open();
        expected = NOTHING;
        break;
      case ')':
        levels.close();
        expected = NOTHING;
        break;
      case ',':
        expected = levels.inTables() ? TARGET : NOTHING;
        break;
      case ';':
        statementEnds();
        break;
      default:
    }
    previousWord = "";
    previous = c;
  }

  private void statementEnds() {
    levels.clear();
    atStart = true;
    command = "";
    operation = "";
    expected = NOTHING;
    summary.statementEnds();
  }

  private void keyword(String word, String keyword) {
    if (atStart) {
      atStart = false;
      command = keyword;
      begin(keyword);
    } else if (expected == KIND) {
      kind(word, keyword);
    } else if (!clause(keyword)
        && expected == TARGET
        && word.charAt(0) != '@'
        && !SqlKeywords.SKIPPED.contains(keyword)) {
      target(word);
    }
  }

  private void begin(String keyword) {
    switch (keyword) {
      case "SELECT":
      case "INSERT":
      case "UPDATE":
      case "DELETE":
      case "MERGE":
      case "REPLACE":
      case "UPSERT":
        operation(keyword);
        break;
      case "CREATE":
      case "ALTER":
      case "DROP":
      case "TRUNCATE":
        summary.token(keyword);
        expected = KIND;
        break;
      case "CALL":
      case "EXEC":
      case "EXECUTE":
      case "COPY":
        summary.token(keyword);
        expected = TARGET;
        break;
      default:
        if (SqlKeywords.COMMANDS.contains(keyword)) {
          summary.token(keyword);
        }
    }
  }

  private void kind(String word, String keyword) {
    if (SqlKeywords.KINDS.contains(keyword)) {
      summary.token(keyword);
      expected = TARGET;
      if (keyword.equals("TABLE") && (command.equals("DROP") || command.equals("TRUNCATE"))) {
        levels.beginTables();
      }
    } else if (SqlKeywords.PERSONS.contains(keyword)) {
      summary.token(keyword);
      expected = NOTHING;
    } else if (command.equals("TRUNCATE")) {
      target(word);
    }
    // Else one of UNIQUE, TEMPORARY, OR REPLACE, MATERIALIZED, ...
  }

  /** Whether the word is one of the grammar's own, and nothing more is to be done about it. */
  private boolean clause(String keyword) {
    switch (keyword) {
      case "SELECT":
        if (!command.equals("GRANT") && !command.equals("REVOKE")) {
          operation(keyword);
        }
        return true;
      case "INSERT":
      case "UPDATE":
      case "DELETE":
      case "MERGE":
        if (statementMayBegin()) {
          operation(keyword);
        }
        return true;
      case "FROM":
        if (levels.inQuery() && !previousWord.equals("DISTINCT")) {
          levels.beginTables();
          expected = TARGET;
        }
        return true;
      case "JOIN":
      case "STRAIGHT_JOIN":
      case "APPLY":
        expected = levels.inQuery() ? TARGET : NOTHING;
        return true;
      case "INTO":
        expected = levels.inQuery() ? TARGET : expected;
        return true;
      case "USING":
        if (operation.equals("MERGE") || operation.equals("DELETE")) {
          expected = TARGET;
        }
        return true;
      default:
        if (SqlKeywords.CLAUSES.contains(keyword)) {
          levels.endTables();
          expected = NOTHING;
          return true;
        }
        return false;
    }
  }

  /** FOR UPDATE, ON DELETE CASCADE, DO UPDATE, THEN INSERT and AFTER INSERT are no statements. */
  private boolean statementMayBegin() {
    switch (previousWord) {
      case "":
        return previous == '(' || previous == ')';
      case "AS":
      case "BEGIN":
      case "ELSE":
      case "EXPLAIN":
      case "ANALYZE":
        return true;
      default:
        return false;
    }
  }

  private void operation(String keyword) {
    operation = keyword;
    summary.token(keyword);
    levels.beginQuery();
    levels.endTables();
    if (keyword.equals("UPDATE")) {
      levels.beginTables();
    }
    expected = keyword.equals("SELECT") ? NOTHING : TARGET;
  }

  private void target(String name) {
    expected = NOTHING;
    if (name.length() > 0) {
      summary.token(name);
      nameOpen = true;
    }
  }

  /** The summary, or null when nothing was understood. */
  String text() {
    return summary.shown();
  }
}
