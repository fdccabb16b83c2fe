package io.sonde.smoke.programs.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;

/**
 * Some hundred calls of JDBC. Writes what each gives: values, whether objects are the same, classes
 * of objects, exceptions with message and state. Arguments: URL, user, and what the database calls
 * a number that counts by itself.
 */
public final class JdbcContract {
  private static int calls;

  private JdbcContract() {}

  public static void main(String[] args) throws Exception {
    Connection connection = DriverManager.getConnection(args[0], args[1], "");
    connection.createStatement().execute("DROP TABLE IF EXISTS contract");
    connection
        .createStatement()
        .execute("CREATE TABLE contract (id " + args[2] + " PRIMARY KEY, name VARCHAR(40))");
    statements(connection);
    prepared(connection);
    batches(connection);
    transactions(connection);
    identity(connection);
    getters("connection", Connection.class, connection);
    getters("metadata", DatabaseMetaData.class, connection.getMetaData());
    getters("statement", Statement.class, connection.createStatement());
    PreparedStatement prepared = connection.prepareStatement("SELECT id FROM contract");
    getters("prepared", PreparedStatement.class, prepared);
    CallableStatement call = connection.prepareCall("{call abs(1)}");
    getters("callable", CallableStatement.class, call);
    ResultSet rows = prepared.executeQuery();
    getters("rows", ResultSet.class, rows);
    getters("columns", ResultSetMetaData.class, rows.getMetaData());
    connection.close();
    tell("statement of a closed connection", connection::createStatement);
    tell("closed", () -> prepared.execute());
    tell("closed twice", () -> prepared.isClosed());
    System.out.println("calls " + calls);
    System.in.read();
  }

  private static void tell(String what, Callable<?> call) {
    calls++;
    String text;
    try {
      Object result = call.call();
      if (result instanceof int[] counts) {
        text = Arrays.toString(counts);
      } else if (result instanceof long[] counts) {
        text = Arrays.toString(counts);
      } else if (result == null || result instanceof String || plain(result.getClass())) {
        text = String.valueOf(result);
      } else {
        text = result.getClass().getName().replaceAll("\\$Proxy\\d+", "proxy");
      }
    } catch (BatchUpdateException e) {
      text = e + " " + e.getSQLState() + " " + Arrays.toString(e.getUpdateCounts());
    } catch (SQLException e) {
      text = e + " " + e.getSQLState() + " " + e.getErrorCode() + " " + e.getNextException();
    } catch (Exception e) {
      text = e.toString();
    }
    System.out.println(what + ": " + text.replace('\n', ' '));
  }

  private static boolean plain(Class<?> type) {
    return type.getName().startsWith("java.lang.");
  }

  /** All that have no argument and change nothing, in the order of their names. */
  private static void getters(String what, Class<?> type, Object object) {
    Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> method.getName().matches("(get|is|supports|uses|stores|null|all).*"))
        .filter(method -> !method.getName().equals("getClass"))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method ->
                tell(
                    what + "." + method.getName(),
                    () -> {
                      try {
                        return method.invoke(object);
                      } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception cause ? cause : e;
                      }
                    }));
  }

  private static void statements(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    tell("insert", () -> statement.execute("INSERT INTO contract (name) VALUES ('a'), ('b')"));
    tell("count", statement::getUpdateCount);
    tell("large count", statement::getLargeUpdateCount);
    tell("more", statement::getMoreResults);
    tell("count after more", statement::getUpdateCount);
    tell("no rows", statement::getResultSet);
    tell("update", () -> statement.executeUpdate("UPDATE contract SET name = 'c' WHERE id = 1"));
    tell("large", () -> statement.executeLargeUpdate("UPDATE contract SET name = 'd'"));
    tell("select", () -> statement.execute("SELECT id FROM contract ORDER BY id"));
    ResultSet rows = statement.getResultSet();
    tell("count of a select", statement::getUpdateCount);
    tell("next", rows::next);
    tell("id", () -> rows.getInt(1));
    tell("rows of a statement", () -> statement.getResultSet() == rows);
    tell("more of a select", statement::getMoreResults);
    tell("rows are closed", rows::isClosed);
    tell("keys", () -> keys(statement, Statement.RETURN_GENERATED_KEYS));
    tell("no keys", () -> keys(statement, Statement.NO_GENERATED_KEYS));
    tell("syntax", () -> statement.execute("SELEC 1"));
    tell("no table", () -> statement.executeQuery("SELECT 'a' FROM no_table"));
    tell("duplicate", () -> statement.executeUpdate("INSERT INTO contract VALUES (1, 'x')"));
    tell("query that is none", () -> statement.executeQuery("UPDATE contract SET name = 'e'"));
    tell("update that is none", () -> statement.executeUpdate("SELECT 1"));
    tell("null", () -> statement.execute(null));
    tell("empty", () -> statement.execute(""));
    tell(
        "time-out",
        () -> {
          statement.setQueryTimeout(7);
          return statement.getQueryTimeout();
        });
    tell(
        "rows at most",
        () -> {
          statement.setMaxRows(1);
          ResultSet few = statement.executeQuery("SELECT id FROM contract");
          return few.next() + " " + few.next();
        });
    tell("warnings", statement::getWarnings);
    tell(
        "warnings cleared",
        () -> {
          statement.clearWarnings();
          return statement.getWarnings();
        });
    tell(
        "close on completion",
        () -> {
          statement.closeOnCompletion();
          statement.executeQuery("SELECT 1").close();
          return statement.isClosed();
        });
    tell("closed", () -> statement.execute("SELECT 1"));
  }

  private static Object keys(Statement statement, int which) throws SQLException {
    statement.executeUpdate("INSERT INTO contract (name) VALUES ('key')", which);
    ResultSet keys = statement.getGeneratedKeys();
    return keys.next() ? keys.getInt(1) + " " + keys.next() : "none";
  }

  private static void prepared(Connection connection) throws SQLException {
    PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO contract (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
    tell("not set", insert::executeUpdate);
    insert.setString(1, "prepared");
    tell("executed", insert::execute);
    tell("its count", insert::getUpdateCount);
    tell("its key", () -> insert.getGeneratedKeys().next());
    tell("again", insert::executeUpdate);
    tell("large", insert::executeLargeUpdate);
    tell("query", insert::executeQuery);
    tell("with text", () -> insert.execute("SELECT 1"));
    tell(
        "cleared",
        () -> {
          insert.clearParameters();
          return insert.executeUpdate();
        });
    tell("parameters", () -> insert.getParameterMetaData().getParameterCount());
    String[] names = {"id"};
    tell(
        "by name",
        () ->
            connection
                .prepareStatement("INSERT INTO contract (name) VALUES ('x')", names)
                .execute());
    tell(
        "sensitive",
        () ->
            connection
                .prepareStatement(
                    "SELECT id FROM contract ORDER BY id",
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.CONCUR_READ_ONLY)
                .executeQuery()
                .last());
    tell("wrong", () -> connection.prepareStatement("SELEC ?").execute());
    tell("null", () -> connection.prepareStatement(null));
  }

  private static void batches(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    tell("empty batch", statement::executeBatch);
    statement.addBatch("INSERT INTO contract (name) VALUES ('one')");
    statement.addBatch("UPDATE contract SET name = 'two' WHERE name = 'one'");
    statement.addBatch("DELETE FROM contract WHERE name = 'none'");
    tell("batch", statement::executeBatch);
    tell("batch again", statement::executeBatch);
    statement.addBatch("INSERT INTO contract (name) VALUES ('one')");
    statement.addBatch("INSERT INTO contract VALUES (1, 'duplicate')");
    statement.addBatch("INSERT INTO contract (name) VALUES ('three')");
    tell("broken batch", statement::executeBatch);
    statement.addBatch("DELETE FROM contract WHERE name = 'three'");
    tell("large batch", statement::executeLargeBatch);
    statement.addBatch("SELECT 1");
    tell("query in a batch", statement::executeBatch);
    statement.addBatch("DELETE FROM contract");
    statement.clearBatch();
    tell("cleared batch", statement::executeBatch);
    PreparedStatement prepared =
        connection.prepareStatement("INSERT INTO contract (name) VALUES (?)");
    for (int i = 0; i < 3; i++) {
      prepared.setString(1, "batch " + i);
      prepared.addBatch();
    }
    tell("prepared batch", prepared::executeBatch);
    prepared.setString(1, "x".repeat(50));
    prepared.addBatch();
    tell("too long", prepared::executeBatch);
  }

  private static void transactions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Statement statement = connection.createStatement();
    Savepoint savepoint = connection.setSavepoint("point");
    tell("savepoint", savepoint::getSavepointName);
    tell("deleted", () -> statement.executeUpdate("DELETE FROM contract WHERE name = 'b'"));
    tell(
        "rolled back",
        () -> {
          connection.rollback(savepoint);
          return count(statement);
        });
    tell(
        "released",
        () -> {
          connection.releaseSavepoint(savepoint);
          return null;
        });
    tell(
        "released twice",
        () -> {
          connection.rollback(savepoint);
          return null;
        });
    connection.rollback();
    tell("unnamed", () -> connection.setSavepoint().getSavepointName());
    connection.commit();
    connection.setAutoCommit(true);
    tell(
        "commit",
        () -> {
          connection.commit();
          return null;
        });
    tell(
        "isolation",
        () -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          return connection.getTransactionIsolation();
        });
    tell(
        "read only",
        () -> {
          connection.setReadOnly(true);
          connection.setReadOnly(false);
          return connection.isReadOnly();
        });
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM contract")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void identity(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
    ResultSet rows = statement.executeQuery("SELECT 1");
    ResultSet others = prepared.executeQuery();
    tell("statement of rows", () -> rows.getStatement() == statement);
    tell("statement of other rows", () -> others.getStatement() == prepared);
    tell("connection", () -> statement.getConnection() == connection);
    tell("connection of prepared", () -> prepared.getConnection() == connection);
    tell("connection of metadata", () -> connection.getMetaData().getConnection() == connection);
    for (Class<?> type : new Class<?>[] {Connection.class, Statement.class, String.class}) {
      tell("wraps " + type, () -> connection.isWrapperFor(type));
      tell("unwraps " + type, () -> connection.unwrap(type) == connection);
      tell("statement wraps " + type, () -> statement.isWrapperFor(type));
      tell("statement unwraps " + type, () -> statement.unwrap(type) == statement);
      tell("rows wrap " + type, () -> rows.isWrapperFor(type));
    }
    tell("unwraps itself", () -> connection.unwrap(connection.getClass()) == connection);
    tell("equals itself", () -> statement.equals(statement) && !statement.equals(prepared));
    tell("native", () -> connection.nativeSQL("SELECT {fn ABS(1)}"));
    tell("valid", () -> connection.isValid(5));
    tell("valid for", () -> connection.isValid(-1));
    tell("array", () -> connection.createArrayOf("integer", new Object[] {1}).getBaseType());
    tell("fields", () -> statement.getClass().getDeclaredFields().length);
    tell("methods", () -> statement.getClass().getDeclaredMethods().length);
    tell("interfaces", () -> Arrays.toString(connection.getClass().getInterfaces()));
  }
}
