package io.sonde.smoke.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what it is told, queries a database, names its threads, and ends in the way that it is told
 * to.
 */
public final class Worker {
  private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);

  private Worker() {}

  public static void main(String[] args) throws Exception {
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "exit":
          System.exit(3);
          break;
        case "throw":
          throw new IllegalStateException("told to");
        case "threads":
          System.out.println("threads " + threads());
          break;
        case "query":
          query();
          break;
        default:
          LOGGER.info(line);
          System.out.println("logged " + line);
      }
    }
  }

  private static void query() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:worker");
        PreparedStatement statement = connection.prepareStatement("select 1 from dual");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      System.out.println("queried " + rows.getInt(1));
    }
  }

  private static Map<String, Boolean> threads() {
    Map<String, Boolean> daemons = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      daemons.merge(thread.getName(), thread.isDaemon(), Boolean::logicalAnd);
    }
    return daemons;
  }
}
