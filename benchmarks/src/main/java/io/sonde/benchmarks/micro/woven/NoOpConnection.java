package io.sonde.benchmarks.micro.woven;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Methods of a connection to nowhere, which {@link NoOpDriver} makes a connection of. */
class NoOpConnection {
  public Statement createStatement() throws SQLException {
    return create();
  }

  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return create();
  }

  private static PreparedStatement create() throws SQLException {
    try {
      return NoOpStatement.create();
    } catch (ReflectiveOperationException e) {
      throw new SQLException(e);
    }
  }

  static Connection connection() throws ReflectiveOperationException {
    return Subclass.of(NoOpConnection.class, Connection.class)
        .getDeclaredConstructor()
        .newInstance();
  }
}
