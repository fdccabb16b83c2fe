package io.sonde.smoke.programs.faults;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A pool after the other over one database: statements, and a connection too many. Arguments: URL
 * and classes of data sources. Writes all answers.
 */
public final class JdbcPools {
  /** How many statements with the word {@code marker} are executed in each pool. */
  public static final int STATEMENTS = 20;

  /** One of two connections, and 500 ms to wait for a third, as each pool calls it. */
  private static final Map<String, Object> SETTINGS =
      Map.ofEntries(
          Map.entry("setUsername", "sonde"),
          Map.entry("setPassword", ""),
          Map.entry("setMaximumPoolSize", 2),
          Map.entry("setMinimumIdle", 2),
          Map.entry("setMaxTotal", 2),
          Map.entry("setMaxActive", 2),
          Map.entry("setInitialSize", 2),
          Map.entry("setConnectionTimeout", 500),
          Map.entry("setMaxWait", 500),
          Map.entry("setMaxWaitMillis", 500),
          Map.entry("setDriverClassName", "org.postgresql.Driver"));

  private JdbcPools() {}

  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      System.out.println(args[i]);
      DataSource source = source(args[i], args[0]);
      use(source);
      exhaust(source);
      source.getClass().getMethod("close").invoke(source);
    }
    try (Connection connection = DriverManager.getConnection(args[0], "sonde", "")) {
      connection.createStatement().execute("SELECT 1 AS the_end");
    }
    System.out.println("done");
    System.in.read();
  }

  private static DataSource source(String type, String url) throws Exception {
    Object source = Class.forName(type).getConstructor().newInstance();
    for (Method method : source.getClass().getMethods()) {
      Object value = SETTINGS.get(method.getName());
      if (method.getName().equals("setUrl") || method.getName().equals("setJdbcUrl")) {
        value = url;
      }
      if (value != null && method.getParameterCount() == 1) {
        Class<?> taken = method.getParameterTypes()[0];
        if (taken == long.class) {
          method.invoke(source, ((Integer) value).longValue());
        } else if (taken == int.class || taken == String.class) {
          method.invoke(source, value);
        }
      }
    }
    return (DataSource) source;
  }

  private static void use(DataSource source) throws SQLException {
    for (int i = 0; i < STATEMENTS / 2; i++) {
      try (Connection connection = source.getConnection();
          PreparedStatement prepared = connection.prepareStatement("SELECT ? AS marker");
          Statement statement = connection.createStatement()) {
        prepared.setString(1, "value " + i);
        try (ResultSet rows = prepared.executeQuery()) {
          System.out.println(rows.next() + rows.getString(1) + (rows.getStatement() == prepared));
        }
        try (ResultSet rows = statement.executeQuery("SELECT 1 AS marker")) {
          System.out.println(rows.next() + rows.getString(1) + (rows.getStatement() == statement));
        }
        System.out.println(statement.getConnection() == connection);
      }
    }
  }

  private static void exhaust(DataSource source) throws SQLException {
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      System.out.println(first == second);
      source.getConnection().close();
      throw new AssertionError("three of two connections");
    } catch (SQLException e) {
      System.out.println(e.getClass().getName() + " " + e.getSQLState());
    }
  }
}
