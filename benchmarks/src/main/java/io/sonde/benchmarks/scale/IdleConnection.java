package io.sonde.benchmarks.scale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** Made concrete by {@link IdleDriver}. */
abstract class IdleConnection implements Connection {
  private final IdleDriver driver;

  IdleConnection(IdleDriver driver) {
    this.driver = driver;
  }

  @Override
  public Statement createStatement() {
    return driver.statement();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) {
    return driver.statement();
  }

  @Override
  public void close() {}
}
