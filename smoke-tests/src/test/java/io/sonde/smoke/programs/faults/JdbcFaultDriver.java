package io.sonde.smoke.programs.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver of the kind that has broken agents: its metadata executes SQL, fails, is not there or
 * waits; its connections are made without {@code Driver.connect}. Writes how often it was asked for
 * its metadata, and how much SQL it executed.
 */
public final class JdbcFaultDriver {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final AtomicInteger EXECUTED = new AtomicInteger();

  private static final Object LOCK = new Object();
  private static final CountDownLatch BLOCKED = new CountDownLatch(1);

  private JdbcFaultDriver() {}

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
    blocked();
    System.in.read();
  }

  /** The metadata of one connection waits for a lock whose holder executes SQL on another. */
  private static void blocked() throws Exception {
    Thread waiting;
    synchronized (LOCK) {
      waiting = new Thread(() -> execute(connection("blocked")), "waiting");
      waiting.start();
      BLOCKED.await();
      execute(connection("sql"));
      System.out.println("not blocked");
    }
    waiting.join();
    System.out.println("blocked no more");
  }

  private static void execute(Connection connection) {
    try {
      connection.createStatement().executeQuery("SELECT 1 FROM lock");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
      case "blocked" -> {
        BLOCKED.countDown();
        synchronized (LOCK) {
          return null;
        }
      }
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
            JdbcFaultDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
