package io.sonde.bootstrap.db;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SqlScannerTest {
  /** {@code -Pfaults} tries 10,000,000. */
  private static final int INPUTS = Integer.getInteger("sonde.fuzz", 200_000);

  private static final String[] SYSTEMS = {
    "other_sql", "postgresql", "mysql", "microsoft.sql_server", "oracle.db", "sqlite", "h2database"
  };

  /** System, SQL, text, summary ("" for none). */
  private static final String[][] TABLE = {
    // Numbers and strings
    {"other_sql", "SELECT * FROM t WHERE a = 1", "SELECT * FROM t WHERE a = ?", "SELECT t"},
    {"other_sql", "select a from t where b='x'", "select a from t where b=?", "SELECT t"},
    {"other_sql", "SELECT -1.5e-3, +.5, 0xFF, 1_000, 7L", "SELECT -?, +?, ?, ?, ?", "SELECT"},
    {"other_sql", "SELECT a1, b_2 FROM t3", "SELECT a1, b_2 FROM t3", "SELECT t3"},
    {"other_sql", "SELECT 'it''s' FROM t", "SELECT ? FROM t", "SELECT t"},
    {"other_sql", "SELECT '' FROM t", "SELECT ? FROM t", "SELECT t"},
    {"other_sql", "SELECT N'x', E'y', X'1F', B'01'", "SELECT ?, ?, ?, ?", "SELECT"},
    {"postgresql", "SELECT U&'d\\0061t' FROM t", "SELECT ? FROM t", "SELECT t"},
    {"postgresql", "SELECT E'a\\'b' , c FROM t", "SELECT ? , c FROM t", "SELECT t"},
    {"postgresql", "SELECT 'a\\' FROM t", "SELECT ? FROM t", "SELECT t"},
    {"mysql", "SELECT 'a\\'b', c FROM t", "SELECT ?, c FROM t", "SELECT t"},
    {"mysql", "SELECT \"a\"\"b\", \"c\\\"d\" FROM t", "SELECT ?, ? FROM t", "SELECT t"},
    {"mysql", "SELECT _utf8'x' FROM `t`", "SELECT _utf8? FROM `t`", "SELECT t"},
    {"other_sql", "SELECT 'a\\' OR 'secret' FROM t", "SELECT ?", "SELECT"},
    {"other_sql", "SELECT 'C:\\dir' FROM t", "SELECT ? FROM t", "SELECT t"},
    {"other_sql", "SELECT \"x\" FROM t", "SELECT ? FROM t", "SELECT t"},
    {"postgresql", "SELECT \"x\" FROM \"my t\"", "SELECT \"x\" FROM \"my t\"", "SELECT my t"},
    {"oracle.db", "SELECT \"x\" FROM \"T\"", "SELECT \"x\" FROM \"T\"", "SELECT T"},
    {"sqlite", "SELECT \"x\" FROM t", "SELECT ? FROM t", "SELECT t"},
    {"oracle.db", "SELECT q'[it's]', nq'{x}' FROM t", "SELECT ?, ? FROM t", "SELECT t"},
    {"oracle.db", "SELECT Q'!a'b!' FROM dual", "SELECT ? FROM dual", "SELECT dual"},
    {"postgresql", "SELECT $$it's$$ FROM t", "SELECT ? FROM t", "SELECT t"},
    {"postgresql", "SELECT $x$ $$ ' $x$ FROM t", "SELECT ? FROM t", "SELECT t"},
    {"postgresql", "SELECT a FROM t WHERE b = $1", "SELECT a FROM t WHERE b = $1", "SELECT t"},
    {"postgresql", "DO $$ BEGIN PERFORM 'x'; END $$", "DO ?", "DO"},
    {"oracle.db", "SELECT sid FROM v$session", "SELECT sid FROM v$session", "SELECT v$session"},
    {
      "microsoft.sql_server",
      "SELECT [a b] FROM [dbo].[t]",
      "SELECT [a b] FROM [dbo].[t]",
      "SELECT dbo.t"
    },
    {"postgresql", "SELECT ARRAY['a', 'b'], c[1]", "SELECT ARRAY[?, ?], c[?]", "SELECT"},
    {"mysql", "SELECT `a``b` FROM `s`.`t`", "SELECT `a``b` FROM `s`.`t`", "SELECT s.t"},
    {"other_sql", "SELECT DATE '2020-01-01', {ts '2020'}", "SELECT DATE ?, {ts ?}", "SELECT"},
    {"other_sql", "SELECT 'open FROM t", "SELECT ?", "SELECT"},
    {"other_sql", "SELECT `open FROM t", "SELECT ?", "SELECT"},
    // Comments
    {"other_sql", "SELECT a -- 'secret'\nFROM t", "SELECT a FROM t", "SELECT t"},
    {"other_sql", "/* 'secret' */ SELECT /*+ x */ a FROM t", "SELECT a FROM t", "SELECT t"},
    {"postgresql", "SELECT /* a /* b */ 'c */ d FROM t", "SELECT d FROM t", "SELECT t"},
    {"mysql", "SELECT /* a /* b */ d FROM t", "SELECT d FROM t", "SELECT t"},
    {"other_sql", "SELECT /* a /* b */ d FROM t", "SELECT ?", "SELECT"},
    {"mysql", "SELECT a # 'secret'\nFROM t", "SELECT a FROM t", "SELECT t"},
    {"mysql", "SELECT 5--3 FROM t", "SELECT ?--? FROM t", "SELECT t"},
    {"postgresql", "SELECT a #> '{b}' FROM t", "SELECT a #> ? FROM t", "SELECT t"},
    {"other_sql", "SELECT a # 'secret'", "SELECT a ?", "SELECT"},
    {"other_sql", "SELECT a /* open", "SELECT a", "SELECT"},
    // Lists and white space
    {
      "other_sql",
      "SELECT a FROM t WHERE b IN (1, 2, 3)",
      "SELECT a FROM t WHERE b IN (?)",
      "SELECT t"
    },
    {
      "other_sql", "DELETE FROM t WHERE b in ( ?,?, ? )", "DELETE FROM t WHERE b in (?)", "DELETE t"
    },
    {"other_sql", "SELECT 1 WHERE b IN(-1,'x', +2)", "SELECT ? WHERE b IN(?)", "SELECT"},
    {
      "other_sql",
      "SELECT 1 WHERE b IN (SELECT c FROM d)",
      "SELECT ? WHERE b IN (SELECT c FROM d)",
      "SELECT SELECT d"
    },
    {"other_sql", "SELECT 1 WHERE b IN (c, 1)", "SELECT ? WHERE b IN (c, ?)", "SELECT"},
    {"other_sql", "  SELECT\n\t a ,\r\n b  FROM  t  ", "SELECT a , b FROM t", "SELECT t"},
    // Secrets
    {
      "oracle.db",
      "CREATE USER bob IDENTIFIED BY s3cret",
      "CREATE USER bob IDENTIFIED BY ?",
      "CREATE USER"
    },
    {
      "oracle.db",
      "ALTER USER bob IDENTIFIED BY \"new\" REPLACE old",
      "ALTER USER bob IDENTIFIED BY ? REPLACE ?",
      "ALTER USER"
    },
    {
      "oracle.db",
      "GRANT CONNECT TO a, b IDENTIFIED BY p1, p2",
      "GRANT CONNECT TO a, b IDENTIFIED BY ?, ?",
      "GRANT"
    },
    {
      "oracle.db",
      "ALTER USER b IDENTIFIED BY VALUES 'S:1'",
      "ALTER USER b IDENTIFIED BY ? ?",
      "ALTER USER"
    },
    {
      "mysql",
      "CREATE USER 'a'@'h' IDENTIFIED WITH native BY 'x'",
      "CREATE USER ?@? IDENTIFIED WITH native BY ?",
      "CREATE USER"
    },
    {
      "postgresql",
      "CREATE ROLE a LOGIN PASSWORD 'x'",
      "CREATE ROLE a LOGIN PASSWORD ?",
      "CREATE ROLE"
    },
    {"hsqldb", "CREATE USER a PASSWORD secret", "CREATE USER a PASSWORD ?", "CREATE USER"},
    {"hsqldb", "CREATE USER a PASSWORD \"secret\"", "CREATE USER a PASSWORD ?", "CREATE USER"},
    {
      "microsoft.sql_server",
      "ALTER LOGIN a WITH PASSWORD = N'x'",
      "ALTER LOGIN a WITH PASSWORD = ?",
      "ALTER LOGIN"
    },
    {"other_sql", "CONNECT a IDENTIFIED BY p@ss#1!", "CONNECT a IDENTIFIED BY ?", "CONNECT"},
    {"mysql", "SET PASSWORD = PASSWORD('x')", "SET PASSWORD = ?(?)", "SET"},
    {
      "other_sql",
      "SELECT password FROM users WHERE password = ?",
      "SELECT password FROM users WHERE password = ?",
      "SELECT users"
    },
    {
      "other_sql",
      "CREATE TABLE u (password VARCHAR(20))",
      "CREATE TABLE u (password VARCHAR(?))",
      "CREATE TABLE u"
    },
    {
      "microsoft.sql_server",
      "EXEC sp_addlogin bob, s3cret",
      "EXEC sp_addlogin ?, ?",
      "EXEC sp_addlogin"
    },
    {
      "microsoft.sql_server",
      "EXEC @rc = dbo.p @a = x, @b OUTPUT",
      "EXEC @rc = dbo.p @a = ?, @b OUTPUT",
      "EXEC dbo.p"
    },
    {"postgresql", "COPY t FROM STDIN;\n1\tsecret", "COPY t FROM STDIN;?", "COPY t"},
    // Summaries
    {
      "other_sql",
      "SELECT * FROM a, b AS x, s.c WHERE d = e, f",
      "SELECT * FROM a, b AS x, s.c WHERE d = e, f",
      "SELECT a b s.c"
    },
    {
      "other_sql",
      "SELECT a FROM t JOIN u ON x = y LEFT JOIN v USING (z)",
      "SELECT a FROM t JOIN u ON x = y LEFT JOIN v USING (z)",
      "SELECT t u v"
    },
    {
      "other_sql",
      "SELECT * FROM (SELECT a FROM t) x, u",
      "SELECT * FROM (SELECT a FROM t) x, u",
      "SELECT SELECT t u"
    },
    {
      "other_sql",
      "SELECT EXTRACT(YEAR FROM d), TRIM(x FROM y) FROM t",
      "SELECT EXTRACT(YEAR FROM d), TRIM(x FROM y) FROM t",
      "SELECT t"
    },
    {
      "other_sql",
      "SELECT a FROM t WHERE a IS DISTINCT FROM b",
      "SELECT a FROM t WHERE a IS DISTINCT FROM b",
      "SELECT t"
    },
    {
      "other_sql",
      "SELECT a FROM t ORDER BY b, c FOR UPDATE",
      "SELECT a FROM t ORDER BY b, c FOR UPDATE",
      "SELECT t"
    },
    {
      "other_sql",
      "SELECT a FROM t UNION ALL SELECT a FROM u",
      "SELECT a FROM t UNION ALL SELECT a FROM u",
      "SELECT t SELECT u"
    },
    {
      "other_sql",
      "(SELECT a FROM t) UNION (SELECT a FROM u)",
      "(SELECT a FROM t) UNION (SELECT a FROM u)",
      "SELECT t SELECT u"
    },
    {
      "other_sql",
      "WITH x AS (SELECT a FROM t) SELECT * FROM x",
      "WITH x AS (SELECT a FROM t) SELECT * FROM x",
      "SELECT t SELECT x"
    },
    {
      "other_sql",
      "WITH x (a) AS (SELECT 1) UPDATE t SET a = 2",
      "WITH x (a) AS (SELECT ?) UPDATE t SET a = ?",
      "SELECT UPDATE t"
    },
    {
      "other_sql",
      "INSERT INTO orders (a, b) VALUES (?, ?)",
      "INSERT INTO orders (a, b) VALUES (?, ?)",
      "INSERT orders"
    },
    {
      "other_sql",
      "INSERT INTO o SELECT * FROM c",
      "INSERT INTO o SELECT * FROM c",
      "INSERT o SELECT c"
    },
    {
      "other_sql",
      "INSERT INTO o(a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2",
      "INSERT INTO o(a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = ?",
      "INSERT o"
    },
    {
      "mysql",
      "INSERT IGNORE t VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
      "INSERT IGNORE t VALUES (?) ON DUPLICATE KEY UPDATE a = ?",
      "INSERT t"
    },
    {
      "sqlite",
      "INSERT OR REPLACE INTO t VALUES (1)",
      "INSERT OR REPLACE INTO t VALUES (?)",
      "INSERT t"
    },
    {"mysql", "REPLACE INTO t VALUES (1)", "REPLACE INTO t VALUES (?)", "REPLACE t"},
    {
      "oracle.db",
      "INSERT ALL INTO a VALUES (1) INTO b VALUES (2) SELECT 1 FROM dual",
      "INSERT ALL INTO a VALUES (?) INTO b VALUES (?) SELECT ? FROM dual",
      "INSERT a b SELECT dual"
    },
    {"other_sql", "UPDATE t SET a = 1, b = 2", "UPDATE t SET a = ?, b = ?", "UPDATE t"},
    {
      "postgresql",
      "UPDATE ONLY t AS x SET a = u.b FROM u",
      "UPDATE ONLY t AS x SET a = u.b FROM u",
      "UPDATE t u"
    },
    {"mysql", "UPDATE a, b SET a.x = b.x", "UPDATE a, b SET a.x = b.x", "UPDATE a b"},
    {"other_sql", "DELETE FROM t WHERE a = ?", "DELETE FROM t WHERE a = ?", "DELETE t"},
    {
      "postgresql",
      "DELETE FROM t USING u WHERE 1=1",
      "DELETE FROM t USING u WHERE ?=?",
      "DELETE t u"
    },
    {
      "other_sql",
      "MERGE INTO t USING s ON (a = b) WHEN MATCHED THEN UPDATE SET a = 1",
      "MERGE INTO t USING s ON (a = b) WHEN MATCHED THEN UPDATE SET a = ?",
      "MERGE t s"
    },
    {
      "other_sql",
      "CREATE TABLE IF NOT EXISTS s.t (id INT, n VARCHAR(9) DEFAULT 'x')",
      "CREATE TABLE IF NOT EXISTS s.t (id INT, n VARCHAR(?) DEFAULT ?)",
      "CREATE TABLE s.t"
    },
    {
      "other_sql",
      "CREATE TABLE t (a INT REFERENCES u ON DELETE CASCADE)",
      "CREATE TABLE t (a INT REFERENCES u ON DELETE CASCADE)",
      "CREATE TABLE t"
    },
    {
      "other_sql",
      "CREATE TABLE t AS SELECT a FROM u",
      "CREATE TABLE t AS SELECT a FROM u",
      "CREATE TABLE t SELECT u"
    },
    {
      "other_sql",
      "CREATE UNIQUE INDEX i ON t (a)",
      "CREATE UNIQUE INDEX i ON t (a)",
      "CREATE INDEX i"
    },
    {
      "other_sql",
      "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
      "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
      "CREATE VIEW v SELECT t"
    },
    {
      "other_sql",
      "ALTER TABLE t ADD a INT, ADD b INT",
      "ALTER TABLE t ADD a INT, ADD b INT",
      "ALTER TABLE t"
    },
    {"other_sql", "DROP TABLE IF EXISTS a, b", "DROP TABLE IF EXISTS a, b", "DROP TABLE a b"},
    {"other_sql", "TRUNCATE TABLE t", "TRUNCATE TABLE t", "TRUNCATE TABLE t"},
    {"other_sql", "TRUNCATE t", "TRUNCATE t", "TRUNCATE t"},
    {"other_sql", "GRANT SELECT, INSERT ON t TO u", "GRANT SELECT, INSERT ON t TO u", "GRANT"},
    {"other_sql", "CALL s.p(1, 'x')", "CALL s.p(?, ?)", "CALL s.p"},
    {"other_sql", "{call p(?, ?)}", "{call p(?, ?)}", "CALL p"},
    {"other_sql", "{? = call p(?)}", "{? = call p(?)}", "CALL p"},
    {"oracle.db", "BEGIN p(1); END;", "BEGIN p(?); END;", "BEGIN; END"},
    {"other_sql", "COMMIT", "COMMIT", "COMMIT"},
    {"other_sql", "USE shop", "USE shop", "USE"},
    {"other_sql", "SHOW TABLES", "SHOW TABLES", "SHOW"},
    {"other_sql", "EXPLAIN SELECT a FROM t", "EXPLAIN SELECT a FROM t", "EXPLAIN SELECT t"},
    {
      "other_sql",
      "SELECT a FROM t; DELETE FROM u;",
      "SELECT a FROM t; DELETE FROM u;",
      "SELECT t; DELETE u"
    },
    {"other_sql", "MATCH (n:Person) RETURN n", "MATCH (n:Person) RETURN n", ""},
    {"other_sql", "", "", ""},
    {"other_sql", " ;; ", ";;", ""},
  };

  @Test
  void table() {
    List<Executable> all = new ArrayList<>();
    for (String[] row : TABLE) {
      all.add(
          () -> {
            SqlStatement statement = scan(row[0], row[1]);
            String summary = statement.summary == null ? "" : statement.summary;
            assertEquals(row[2] + "   " + row[3], statement.text + "   " + summary, row[1]);
          });
    }
    assertAll(all);
  }

  private static SqlStatement scan(String system, String sql) {
    return SqlScanner.scan(sql, SqlDialect.of(system));
  }

  /** Statements are put together of pieces whose literals hold a canary in every form of quote. */
  @Test
  void noLiteralGetsOut() {
    String[] literals = {
      "'%s'",
      "'a''%s'",
      "N'%s'",
      "E'\\'%s'",
      "'%s'''",
      "'\n%s--'",
      "'/*%s'",
      "'\"%s'",
      "'`%s'",
      "'$$%s'",
      "q'[%s]'",
      "q'(it's %s)'",
      "X'%s'",
      "'%s;'"
    };
    String[] pieces = {
      "SELECT ",
      "a, ",
      " FROM t ",
      " WHERE b = ",
      " IN (",
      ", ",
      ") ",
      "/* %s */",
      "-- %s\n",
      "; ",
      "CREATE USER u IDENTIFIED BY %s ",
      "; ALTER USER u PASSWORD %s ",
      "(",
      "?",
      " 12 ",
      " \n ",
      "CALL p(",
      "INSERT INTO t VALUES ("
    };
    Random random = new Random(42);
    for (int n = 0; n < INPUTS; n++) {
      String system = SYSTEMS[random.nextInt(SYSTEMS.length)];
      StringBuilder sql = new StringBuilder();
      int length = 1 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        sql.append(pieces[random.nextInt(pieces.length)]);
        if (random.nextInt(3) == 0) {
          sql.append(literals[random.nextInt(literals.length)]).append(' ');
        }
        if (system.equals("mysql") && random.nextInt(6) == 0) {
          sql.append("\"%s\\\" %s\" ").append("'x\\'%s' ");
        }
        if (system.equals("postgresql") && random.nextInt(6) == 0) {
          sql.append("$$%s$$ ").append(" $t$%s'$$%s$t$ ").append("'%s\\' ");
        }
      }
      String text = sql.toString().replace("%s", "canary");
      SqlStatement statement = scan(system, text);
      assertFalse(statement.text.contains("canary"), () -> system + ": " + text);
      assertFalse(String.valueOf(statement.summary).contains("canary"), () -> system + ": " + text);
    }
  }

  @Test
  void noiseIsScanned() {
    String alphabet = "abIN '\"`[]()$/*-#;.,=?:@\\\n19q{}NEexüß\uD83D\uDE00";
    Random random = new Random(7);
    for (int n = 0; n < INPUTS; n++) {
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      scan(SYSTEMS[random.nextInt(SYSTEMS.length)], sql.toString());
    }
  }

  @Test
  void hugeTextsAreCutAndNothingRecurses() throws InterruptedException {
    List<String> huge = new ArrayList<>();
    huge.add("SELECT '" + "x".repeat(16 << 20) + "'");
    huge.add("SELECT " + "(".repeat(100_000));
    huge.add("SELECT " + "/*".repeat(100_000));
    huge.add("SELECT a IN (" + "1,".repeat(1_000_000) + "1)");
    huge.add("SELECT " + "$a".repeat(100_000));
    huge.add("SELECT " + "'".repeat(99_999));
    huge.add("SELECT * FROM " + "t,".repeat(100_000));
    huge.add("x".repeat(100_000));
    huge.add("SELECT " + "\uD83D\uDE00".repeat(100_000));
    List<Throwable> thrown = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () -> {
              for (String system : SYSTEMS) {
                for (String sql : huge) {
                  SqlStatement statement = scan(system, sql);
                  assertTrue(statement.text.length() <= 8192);
                  assertTrue(String.valueOf(statement.summary).length() <= 255);
                }
              }
            },
            "small stack",
            256 * 1024);
    small.setUncaughtExceptionHandler((thread, t) -> thrown.add(t));
    small.start();
    small.join();
    assertEquals(List.of(), thrown);
  }

  @Test
  void theListIsCollapsedWhileItIsRead() {
    String text = scan("postgresql", "SELECT a IN (" + "1,".repeat(10_000) + "1) FROM t").text;
    assertEquals("SELECT a IN (?) FROM t", text);
  }

  @Test
  void theSummaryIsNeverCutWithinAName() {
    StringBuilder sql = new StringBuilder("SELECT * FROM a");
    for (int i = 0; i < 60; i++) {
      sql.append(", schema_name.table_name");
    }
    String summary = scan("postgresql", sql.toString()).summary;
    assertTrue(summary.length() <= 255 && summary.endsWith(" schema_name.table_name"), summary);
  }

  @Test
  void theCacheIsBounded() {
    for (int i = 0; i < 2000; i++) {
      SqlStatement.of("SELECT " + i + " /*" + "x".repeat(8000) + "*/", SqlDialect.UNKNOWN);
      assertTrue(SqlStatement.cachedBytes() <= 2 << 20);
    }
  }
}
