package io.sonde.bootstrap.db;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The words of the grammar that {@link SqlSummary} tells apart, in upper case. */
final class SqlKeywords {
  private static final int MAX_LENGTH = 16;

  /** Commands that are shown without a target. */
  static final Set<String> COMMANDS =
      set(
          "BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE START SET RESET SHOW USE EXPLAIN ANALYZE ANALYSE"
              + " DESCRIBE DESC GRANT REVOKE LOCK UNLOCK VACUUM COMMENT DECLARE DO FETCH CLOSE"
              + " OPEN PREPARE DEALLOCATE LISTEN NOTIFY UNLISTEN REFRESH REINDEX CLUSTER CHECKPOINT"
              + " PRAGMA ATTACH DETACH KILL LOAD FLUSH OPTIMIZE REPAIR CHECK HANDLER IF WHILE PRINT"
              + " WAITFOR BULK BACKUP RESTORE RENAME PURGE FLASHBACK AUDIT SHUTDOWN SCRIPT RUNSCRIPT"
              + " VALUES TABLE DISCARD IMPORT EXPORT MSCK UNLOAD SYSTEM END CONNECT DISCONNECT");

  /** What CREATE, ALTER and DROP are about. */
  static final Set<String> KINDS =
      set(
          "TABLE VIEW INDEX SEQUENCE SCHEMA DATABASE FUNCTION PROCEDURE PROC TRIGGER TYPE PACKAGE"
              + " DOMAIN EXTENSION SYNONYM TABLESPACE ALIAS EVENT CONSTRAINT AGGREGATE COLLATION"
              + " LANGUAGE PUBLICATION SUBSCRIPTION POLICY RULE STATISTICS KEYSPACE DICTIONARY");

  /** Their names are persons. */
  static final Set<String> PERSONS = set("USER ROLE LOGIN GROUP PROFILE");

  /** What may stand between a command and the name that follows. */
  static final Set<String> SKIPPED =
      set(
          "INTO IF NOT EXISTS ONLY LATERAL TABLE OR REPLACE IGNORE LOW_PRIORITY HIGH_PRIORITY DELAYED"
              + " QUICK ROLLBACK ABORT FAIL ALL FIRST OVERWRITE CONCURRENTLY TOP IMMEDIATE LOCAL");

  /** What ends a list of tables. */
  static final Set<String> CLAUSES =
      set(
          "WHERE GROUP ORDER HAVING ON SET VALUES LIMIT UNION EXCEPT INTERSECT MINUS WINDOW FETCH"
              + " OFFSET RETURNING FOR WHEN START CONNECT QUALIFY");

  private SqlKeywords() {}

  /** The word as keywords are compared; empty when it is too long for one. */
  static String keyword(String word) {
    return word.length() > MAX_LENGTH ? "" : word.toUpperCase(Locale.ROOT);
  }

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
}
