package io.sonde.smoke.programs;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver of the kind that has broken agents: its metadata executes SQL, fails or is not there;
 * its connections are made without {@code Driver.connect}. Writes how often it was asked for its
 * metadata, and how much SQL it executed.
 */
public final class JdbcFaultProgram {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final AtomicInteger EXECUTED = new AtomicInteger();

  private JdbcFaultProgram() {}

  public static void main(String[] args) throws Exception {
    for (String fault : new String[] {"sql", "exception", "error", "null", "url"}) {
      Connection connection = connection(fault);
      for (int i = 0; i < 2; i++) {
        connection.createStatement().executeQuery("SELECT 1 FROM " + fault);
        connection.prepareStatement("DELETE FROM " + fault + " WHERE a = ?").execute();
      }
    }
    Connection connection = connection("sql");
    try {
      connection.prepareStatement("SELECT throws").execute();
    } catch (IllegalStateException expected) {
      System.out.println("thrown " + expected.getMessage());
    }
    System.out.println("asked " + ASKED);
    System.out.println("executed " + EXECUTED);
    System.in.read();
  }

  private static Connection connection(String fault) {
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "createStatement" -> statement(Statement.class, "");
              case "prepareStatement" -> statement(PreparedStatement.class, (String) arguments[0]);
              case "getMetaData" -> metaData((Connection) self, fault);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static <T> T statement(Class<T> type, String sql) {
    return proxy(
        type,
        (self, method, arguments) -> {
          if (sql.contains("throws")) {
            throw new IllegalStateException("no table");
          }
          EXECUTED.incrementAndGet();
          return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
        });
  }

  private static DatabaseMetaData metaData(Connection connection, String fault)
      throws SQLException {
    ASKED.incrementAndGet();
    switch (fault) {
      case "sql" -> {
        connection.createStatement().executeQuery("SELECT USER()");
        connection.prepareStatement("SELECT DATABASE()").execute();
      }
      case "exception" -> throw new SQLException("closed");
      case "error" -> throw new StackOverflowError();
      case "null" -> {
        return null;
      }
      default -> {}
    }
    return proxy(
        DatabaseMetaData.class,
        (self, method, arguments) -> fault.equals("url") ? null : "jdbc:mysql://h:1/shop");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcFaultProgram.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
