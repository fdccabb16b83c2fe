package io.sonde.smoke.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Executes SQL in all the ways of JDBC, through a driver, or a pool or wrapper around it.
 *
 * <p>Arguments: URL, user, password, and {@code raw}, {@code proxy} or the class of a data source;
 * its properties follow as {@code name=value}. It is closed when a line comes.
 */
public final class JdbcProgram {
  private JdbcProgram() {}

  public static void main(String[] args) throws Exception {
    DataSource source = args[3].contains(".") ? dataSource(args) : null;
    Connection connection =
        source != null
            ? source.getConnection()
            : DriverManager.getConnection(args[0], args[1], args[2]);
    if (args[3].equals("proxy")) {
      connection = (Connection) wrap(connection, Connection.class);
    }
    run(connection);
    connection.close();
    System.out.println("done");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    in.readLine();
    if (source instanceof AutoCloseable) {
      ((AutoCloseable) source).close();
      System.out.println("closed");
      in.readLine();
    }
  }

  private static void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE sonde (id INT NOT NULL PRIMARY KEY, name VARCHAR(40))");
      check(statement.executeUpdate("INSERT INTO sonde VALUES (1, 'secret')") == 1);
      try (ResultSet rows = statement.executeQuery("SELECT name FROM sonde WHERE id = 1")) {
        check(rows.next() && rows.getString(1).equals("secret") && !rows.next());
      }
      try {
        statement.execute("SELECT 1 FROM missing WHERE name = 'secret'");
        check(false);
      } catch (SQLException expected) {
        System.out.println("failed " + expected.getErrorCode() + " " + expected.getSQLState());
      }
    }
    String sql = "SELECT name FROM sonde WHERE id = ? AND name <> 'x'";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      for (int i = 0; i < 2; i++) {
        prepared.setInt(1, 1);
        try (ResultSet rows = prepared.executeQuery()) {
          check(rows.next() && rows.getString(1).equals("secret"));
        }
        prepared.clearParameters();
      }
      prepared.setInt(1, 1);
      check(prepared.execute());
    }
    sql = "UPDATE sonde SET name = ? WHERE id IN (?, ?)";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      prepared.setString(1, "other");
      prepared.setInt(2, 1);
      prepared.setInt(3, 2);
      check(prepared.executeUpdate() == 1);
    }
    try (PreparedStatement prepared =
        connection.prepareStatement("INSERT INTO sonde VALUES (?, ?)")) {
      preparedBatch(prepared, 10, 11, 12);
      preparedBatch(prepared, 13);
    }
    try (Statement statement = connection.createStatement()) {
      batch(
          statement,
          "INSERT INTO sonde VALUES (20, 'secret')",
          "INSERT INTO sonde VALUES (21, 'secret')");
      batch(statement, "INSERT INTO sonde VALUES (22, 'secret')", "DELETE FROM sonde WHERE id = 1");
      statement.addBatch("DELETE FROM sonde");
      statement.clearBatch();
      batch(statement, "DELETE FROM sonde WHERE id = 20");
      try {
        batch(
            statement, "INSERT INTO sonde VALUES (10, 'x')", "INSERT INTO sonde VALUES (10, 'x')");
        check(false);
      } catch (SQLException expected) {
        statement.clearBatch();
      }
      batch(statement, "DELETE FROM sonde WHERE id = 21");
      statement.execute("DROP TABLE sonde");
    }
  }

  private static void preparedBatch(PreparedStatement prepared, int... ids) throws SQLException {
    for (int id : ids) {
      prepared.setInt(1, id);
      prepared.setString(2, "secret");
      prepared.addBatch();
    }
    check(prepared.executeBatch().length == ids.length);
  }

  private static void batch(Statement statement, String... sqls) throws SQLException {
    for (String sql : sqls) {
      statement.addBatch(sql);
    }
    check(statement.executeBatch().length == sqls.length);
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("an unexpected result");
    }
  }

  private static DataSource dataSource(String[] args) throws Exception {
    Object source = Class.forName(args[3]).getConstructor().newInstance();
    for (int i = 4; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      String name = args[i].substring(0, equals);
      String value = args[i].substring(equals + 1);
      String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      for (Method method : source.getClass().getMethods()) {
        if (method.getName().equals(setter) && method.getParameterCount() == 1) {
          boolean number = method.getParameterTypes()[0] == int.class;
          method.invoke(source, number ? (Object) Integer.valueOf(value) : value);
          break;
        }
      }
    }
    return (DataSource) source;
  }

  /** A wrapper whose statements are wrapped too. */
  private static Object wrap(Object target, Class<?> type) {
    return Proxy.newProxyInstance(
        JdbcProgram.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            Object result = method.invoke(target, arguments);
            return result instanceof Statement ? wrap(result, method.getReturnType()) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
