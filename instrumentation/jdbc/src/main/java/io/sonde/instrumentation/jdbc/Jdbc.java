package io.sonde.instrumentation.jdbc;

import io.sonde.bootstrap.db.SqlConnections;
import io.sonde.bootstrap.db.SqlSpan;
import io.sonde.bootstrap.db.StatementState;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Thrown;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Any JDBC driver, pool and wrapper, by the methods that their classes declare. An application's
 * class may declare such a method too and be something else, so each advice looks at the receiver
 * first. Results, statements and connections are observed, never wrapped nor asked (faults F4, F5).
 */
@Instrumentation("jdbc")
final class Jdbc {
  private static final String QUERY_TEXT = "(Ljava/lang/String;)Ljava/sql/ResultSet;";
  private static final String QUERY_PREPARED = "()Ljava/sql/ResultSet;";
  private static final String PREPARE = "(Ljava/lang/String;)Ljava/sql/PreparedStatement;";

  private Jdbc() {}

  /** SQL is executed. */
  @Weave(
      declaring = QUERY_TEXT,
      methods = {
        "execute(Ljava/lang/String;",
        "executeQuery(Ljava/lang/String;",
        "executeUpdate(Ljava/lang/String;",
        "executeLargeUpdate(Ljava/lang/String;"
      })
  static final class Execute {
    @Enter
    static SqlSpan enter(@This Object statement, @Arg(0) String sql) {
      return statement instanceof Statement
          ? SqlSpan.start(StatementState.of(statement), sql)
          : null;
    }

    @Exit
    static void exit(@Token SqlSpan span, @Thrown Throwable thrown) {
      end(span, thrown);
    }
  }

  /** What was prepared is executed. */
  @Weave(
      declaring = QUERY_PREPARED,
      methods = {"execute()Z", "executeQuery()", "executeUpdate()I", "executeLargeUpdate()J"})
  static final class ExecutePrepared {
    @Enter
    static SqlSpan enter(@This Object statement) {
      return statement instanceof PreparedStatement
          ? SqlSpan.start(StatementState.of(statement), null)
          : null;
    }

    @Exit
    static void exit(@Token SqlSpan span, @Thrown Throwable thrown) {
      end(span, thrown);
    }
  }

  /** A batch is executed; SQLite does so in a class that declares nothing else. */
  @Weave(
      types = "org.sqlite.core.CorePreparedStatement",
      declaring = {QUERY_TEXT, QUERY_PREPARED},
      methods = {"executeBatch()[I", "executeLargeBatch()[J"})
  static final class ExecuteBatch {
    @Enter
    static SqlSpan enter(@This Object statement) {
      return statement instanceof Statement
          ? SqlSpan.startBatch(StatementState.of(statement))
          : null;
    }

    @Exit
    static void exit(@Token SqlSpan span, @Thrown Throwable thrown) {
      end(span, thrown);
    }
  }

  /** A batch grows. */
  @Weave(
      declaring = {QUERY_TEXT, QUERY_PREPARED},
      methods = {"addBatch(Ljava/lang/String;)V", "addBatch()V"})
  static final class AddBatch {
    @Enter
    static StatementState enter(@This Object statement) {
      StatementState state = statement instanceof Statement ? StatementState.of(statement) : null;
      if (state != null) {
        state.beginAdd();
      }
      return state;
    }

    @Exit
    static void exit(@Token StatementState state, @Arg(0) String sql, @Thrown Throwable thrown) {
      if (state != null) {
        state.endAdd(sql, thrown != null);
      }
    }
  }

  /** A batch is given up. */
  @Weave(
      declaring = {QUERY_TEXT, QUERY_PREPARED},
      methods = "clearBatch()V")
  static final class ClearBatch {
    @Enter
    static void enter(@This Object statement) {
      StatementState state = statement instanceof Statement ? StatementState.of(statement) : null;
      if (state != null) {
        state.clearBatch();
      }
    }
  }

  /** A statement is closed. Dropping its state now is much cheaper than leaving it to the GC. */
  @Weave(
      declaring = {QUERY_TEXT, QUERY_PREPARED},
      methods = "close()V")
  static final class Close {
    @Enter
    static void enter(@This Object statement) {
      if (statement instanceof Statement) {
        StatementState.remove(statement);
      }
    }
  }

  /** A connection prepares a statement. */
  @Weave(
      declaring = PREPARE,
      methods = {"prepareStatement(Ljava/lang/String;", "prepareCall(Ljava/lang/String;"})
  static final class Prepare {
    @Enter
    static int enter() {
      return SqlConnections.beginCreate();
    }

    @Exit
    static void exit(
        @Token int begin, @This Object maker, @Arg(0) String sql, @Return Object statement) {
      created(begin, maker, statement, sql);
    }
  }

  /** A connection makes a statement. */
  @Weave(declaring = PREPARE, methods = "createStatement")
  static final class Create {
    @Enter
    static int enter() {
      return SqlConnections.beginCreate();
    }

    @Exit
    static void exit(@Token int begin, @This Object maker, @Return Object statement) {
      created(begin, maker, statement, null);
    }
  }

  /** A pool asks whether the connection still works, perhaps before each use. */
  @Weave(declaring = PREPARE, methods = "isValid(I)Z")
  static final class Check {
    @Enter
    static boolean enter(@This Object connection) {
      return SqlConnections.quiet(connection instanceof Connection);
    }

    @Exit
    static void exit(@Token boolean before) {
      SqlConnections.quiet(before);
    }
  }

  /** A driver connects. */
  @Weave(
      declaring = "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;",
      methods = "connect(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;")
  static final class Connect {
    @Enter
    static long enter(@This Object driver) {
      return driver instanceof Driver ? SqlConnections.beginConnect() : -1;
    }

    @Exit
    static void exit(@Token long token, @Arg(0) String url, @Return Object connection) {
      if (token >= 0) {
        SqlConnections.connected(token, connection, url);
      }
    }
  }

  private static void created(int begin, Object maker, Object statement, String sql) {
    if (statement instanceof Statement
        && maker instanceof Connection
        && SqlConnections.created(begin, maker, statement, sql)) {
      locate((Connection) maker, statement, sql);
    }
  }

  /** A data source has built the connection without the driver's {@code connect}. */
  private static void locate(Connection connection, Object statement, String sql) {
    SqlConnections.observe(connection);
    String url = null;
    try {
      url = connection.getMetaData().getURL();
    } catch (Throwable ignored) {
      // The database remains unknown; the connection is not asked again.
    } finally {
      SqlConnections.observed(connection, statement, sql, url);
    }
  }

  private static void end(SqlSpan span, Throwable thrown) {
    if (span != null) {
      span.end(thrown instanceof SQLException ? status((SQLException) thrown) : null, thrown);
    }
  }

  /** The vendor's code, or the SQLSTATE where there is none (PostgreSQL). */
  private static String status(SQLException thrown) {
    int code = thrown.getErrorCode();
    if (code != 0) {
      return Integer.toString(code);
    }
    String state = thrown.getSQLState();
    return state == null || state.length() == 0 ? null : state;
  }
}
