package io.sonde.benchmarks.scale;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Made concrete by {@link IdleDriver}. */
abstract class IdleStatement implements PreparedStatement {
  private final Runnable work;

  IdleStatement(Runnable work) {
    this.work = work;
  }

  @Override
  public boolean execute(String sql) {
    work.run();
    return false;
  }

  /** By having it, drivers are known. */
  @Override
  public ResultSet executeQuery(String sql) {
    return null;
  }

  @Override
  public boolean execute() {
    work.run();
    return false;
  }

  @Override
  public ResultSet executeQuery() {
    return null;
  }

  @Override
  public void close() {}
}
