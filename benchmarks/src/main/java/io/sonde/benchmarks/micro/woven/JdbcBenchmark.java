package io.sonde.benchmarks.micro.woven;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** SQL executed by a driver that does nothing. */
public class JdbcBenchmark extends Woven {
  private static final String URL = "jdbc:postgresql://db.example:5432/shop";

  private PreparedStatement prepared;
  private Statement statement;

  @Setup
  public void connect() throws SQLException {
    Connection connection = new NoOpDriver().connect(URL, new Properties());
    prepared =
        connection.prepareStatement("SELECT id, name, price FROM products WHERE category = ?");
    statement = connection.createStatement();
  }

  @Benchmark
  public ResultSet prepared() throws SQLException {
    return prepared.executeQuery();
  }

  /** A text that is not prepared, with literals that are not to be shown. */
  @Benchmark
  public ResultSet text() throws SQLException {
    return statement.executeQuery(
        "SELECT id, name, price FROM products WHERE category = 'shoes' AND price < 100");
  }

  @Override
  void callEach() throws SQLException {
    prepared();
    text();
  }

  @Override
  int expectedSpans() {
    return 2;
  }
}
