package io.sonde.bootstrap.db;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The {@code db.query.summary} of one SQL text: operations and their targets in the order of the
 * text, {@code INSERT orders SELECT carts}; statements are separated by a semicolon. It is fed with
 * the tokens that {@link SqlScanner} finds and knows just enough grammar to tell a table from any
 * other name. An unknown command gives nothing: the summary is a metric label.
 */
final class SqlSummary {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_KEYWORD = 16;

  /** There is a SELECT, INSERT, UPDATE or DELETE at this level of parentheses. */
  private static final int QUERY = 1;

  /** A comma at this level separates tables. */
  private static final int TABLES = 2;

  private static final int NOTHING = 0;
  private static final int TARGET = 1;
  private static final int KIND = 2;

  private static final Set<String> COMMANDS =
      set(
          "BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE START SET RESET SHOW USE EXPLAIN ANALYZE ANALYSE"
              + " DESCRIBE DESC GRANT REVOKE LOCK UNLOCK VACUUM COMMENT DECLARE DO FETCH CLOSE"
              + " OPEN PREPARE DEALLOCATE LISTEN NOTIFY UNLISTEN REFRESH REINDEX CLUSTER CHECKPOINT"
              + " PRAGMA ATTACH DETACH KILL LOAD FLUSH OPTIMIZE REPAIR CHECK HANDLER IF WHILE PRINT"
              + " WAITFOR BULK BACKUP RESTORE RENAME PURGE FLASHBACK AUDIT SHUTDOWN SCRIPT RUNSCRIPT"
              + " VALUES TABLE DISCARD IMPORT EXPORT MSCK UNLOAD SYSTEM END CONNECT DISCONNECT");

  private static final Set<String> KINDS =
      set(
          "TABLE VIEW INDEX SEQUENCE SCHEMA DATABASE FUNCTION PROCEDURE PROC TRIGGER TYPE PACKAGE"
              + " DOMAIN EXTENSION SYNONYM TABLESPACE ALIAS EVENT CONSTRAINT AGGREGATE COLLATION"
              + " LANGUAGE PUBLICATION SUBSCRIPTION POLICY RULE STATISTICS KEYSPACE DICTIONARY");

  /** Their names are persons. */
  private static final Set<String> PERSONS = set("USER ROLE LOGIN GROUP PROFILE");

  /** What may stand between a command and the name that follows. */
  private static final Set<String> SKIPPED =
      set(
          "INTO IF NOT EXISTS ONLY LATERAL TABLE OR REPLACE IGNORE LOW_PRIORITY HIGH_PRIORITY DELAYED"
              + " QUICK ROLLBACK ABORT FAIL ALL FIRST OVERWRITE CONCURRENTLY TOP IMMEDIATE LOCAL");

  private static final Set<String> CLAUSES =
      set(
          "WHERE GROUP ORDER HAVING ON SET VALUES LIMIT UNION EXCEPT INTERSECT MINUS WINDOW FETCH"
              + " OFFSET RETURNING FOR WHEN START CONNECT QUALIFY");

  private final StringBuilder summary = new StringBuilder(64);
  private final byte[] levels = new byte[MAX_DEPTH];
  private int depth;
  private boolean atStart = true;

  /** The first word of the statement, in upper case. */
  private String command = "";

  private String operation = "";
  private String previousWord = "";
  private char previous = '(';
  private int expected;
  private boolean nameOpen;
  private int tokenStart;
  private boolean full;
  private boolean pendingSeparator;

  private static Set<String> set(String words) {
    Set<String> set = new HashSet<String>();
    int start = 0;
    while (start < words.length()) {
      int end = words.indexOf(' ', start);
      end = end < 0 ? words.length() : end;
      set.add(words.substring(start, end));
      start = end + 1;
    }
    return set;
  }

  /** The word as keywords are compared; empty when it is too long for one. */
  static String keyword(String word) {
    return word.length() > MAX_KEYWORD ? "" : word.toUpperCase(Locale.ROOT);
  }

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
      append(word);
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
      append(name);
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
      append(".");
    } else {
      nameOpen = false;
    }
    switch (c) {
      case '(':
        depth++;
        if (depth < MAX_DEPTH) {
          levels[depth] = 0;
        }
        expected = NOTHING;
        break;
      case ')':
        depth = Math.max(0, depth - 1);
        expected = NOTHING;
        break;
      case ',':
        expected = is(TABLES) ? TARGET : NOTHING;
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
    depth = 0;
    Arrays.fill(levels, (byte) 0);
    atStart = true;
    command = "";
    operation = "";
    expected = NOTHING;
    pendingSeparator = summary.length() > 0;
  }

  private void keyword(String word, String keyword) {
    if (atStart) {
      atStart = false;
      command = keyword;
      begin(keyword);
    } else if (expected == KIND) {
      kind(word, keyword);
    } else if (!clause(keyword)) {
      if (expected == TARGET && word.charAt(0) != '@' && !SKIPPED.contains(keyword)) {
        target(word);
      }
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
        token(keyword);
        expected = KIND;
        break;
      case "CALL":
      case "EXEC":
      case "EXECUTE":
      case "COPY":
        token(keyword);
        expected = TARGET;
        break;
      default:
        if (COMMANDS.contains(keyword)) {
          token(keyword);
        }
    }
  }

  private void kind(String word, String keyword) {
    if (KINDS.contains(keyword)) {
      token(keyword);
      expected = TARGET;
      if (keyword.equals("TABLE") && (command.equals("DROP") || command.equals("TRUNCATE"))) {
        mark(TABLES);
      }
    } else if (PERSONS.contains(keyword)) {
      token(keyword);
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
        if (is(QUERY) && !previousWord.equals("DISTINCT")) {
          mark(TABLES);
          expected = TARGET;
        }
        return true;
      case "JOIN":
      case "STRAIGHT_JOIN":
      case "APPLY":
        expected = is(QUERY) ? TARGET : NOTHING;
        return true;
      case "INTO":
        expected = is(QUERY) ? TARGET : expected;
        return true;
      case "USING":
        if (operation.equals("MERGE") || operation.equals("DELETE")) {
          expected = TARGET;
        }
        return true;
      default:
        if (CLAUSES.contains(keyword)) {
          unmark(TABLES);
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
    token(keyword);
    mark(QUERY);
    unmark(TABLES);
    if (keyword.equals("UPDATE")) {
      mark(TABLES);
    }
    expected = keyword.equals("SELECT") ? NOTHING : TARGET;
  }

  private void target(String name) {
    expected = NOTHING;
    if (name.length() > 0) {
      token(name);
      nameOpen = true;
    }
  }

  private boolean is(int mark) {
    return depth < MAX_DEPTH && (levels[depth] & mark) != 0;
  }

  private void mark(int mark) {
    if (depth < MAX_DEPTH) {
      levels[depth] |= (byte) mark;
    }
  }

  private void unmark(int mark) {
    if (depth < MAX_DEPTH) {
      levels[depth] &= (byte) ~mark;
    }
  }

  private void token(String text) {
    if (full) {
      return;
    }
    tokenStart = summary.length();
    if (pendingSeparator) {
      summary.append(';');
      pendingSeparator = false;
    }
    if (tokenStart > 0) {
      summary.append(' ');
    }
    append(text);
  }

  /** Adds to the last token, which vanishes when it would be cut. */
  private void append(String text) {
    if (full) {
      return;
    }
    if (summary.length() + text.length() > MAX_LENGTH) {
      summary.setLength(tokenStart);
      full = true;
    } else {
      summary.append(text);
    }
  }

  /** The summary, or null when nothing was understood. */
  String text() {
    return summary.length() == 0 ? null : summary.toString();
  }
}
