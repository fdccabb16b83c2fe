package io.sonde.benchmarks.micro.woven;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * Methods of a statement, which do nothing. The class itself is none, so the advice that is woven
 * into it looks at it and leaves; a {@link Subclass} of it is.
 */
class NoOpStatement {
  private static final Class<? extends PreparedStatement> STATEMENT = statement();

  private static Class<? extends PreparedStatement> statement() {
    try {
      return Subclass.of(NoOpStatement.class, PreparedStatement.class);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static PreparedStatement create() throws ReflectiveOperationException {
    return STATEMENT.getDeclaredConstructor().newInstance();
  }

  public boolean execute() {
    return false;
  }

  public ResultSet executeQuery() {
    return null;
  }

  public ResultSet executeQuery(String sql) {
    return null;
  }
}
