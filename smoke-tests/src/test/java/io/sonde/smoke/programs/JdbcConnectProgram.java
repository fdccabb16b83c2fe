package io.sonde.smoke.programs;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Loads classes, connects to where nobody listens, then executes one statement elsewhere.
 * Arguments: names of classes, then {@code --}, then URLs.
 */
public final class JdbcConnectProgram {
  private JdbcConnectProgram() {}

  public static void main(String[] args) throws Exception {
    int separator = java.util.List.of(args).indexOf("--");
    for (int i = 0; i < separator; i++) {
      System.out.println("loaded " + Class.forName(args[i]).getDeclaredMethods().length);
    }
    for (int i = separator + 1; i < args.length; i++) {
      try {
        DriverManager.getConnection(args[i], "user", "canary");
      } catch (SQLException expected) {
        System.out.println("refused");
      }
    }
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shop")) {
      connection.createStatement().execute("SELECT 1");
    }
    System.out.println("done");
    System.in.read();
  }
}
