package io.sonde.benchmarks.micro.woven;

import java.sql.PreparedStatement;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The weaving itself. Advice for JDBC is woven by the methods that a class declares, and here finds
 * at its first look that the object is no statement: what remains is the call before the method,
 * the one behind it, the local between them and the handler around them.
 */
public class NoOpBenchmark extends Woven {
  private final NoOpStatement noStatement = new NoOpStatement();

  @Benchmark
  public boolean method() {
    return noStatement.execute();
  }

  /** The same method of an object that is a statement. */
  @Override
  void callEach() throws Exception {
    PreparedStatement statement = NoOpStatement.create();
    statement.execute();
  }

  @Override
  int expectedSpans() {
    return 1;
  }
}
