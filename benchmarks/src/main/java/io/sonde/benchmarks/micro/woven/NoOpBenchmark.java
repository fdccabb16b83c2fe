package io.sonde.benchmarks.micro.woven;

import io.sonde.bootstrap.Span;
import java.sql.PreparedStatement;
import java.util.concurrent.RecursiveAction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What weaving costs where there is nothing to record. */
public class NoOpBenchmark extends Woven {
  private final Task done = new Task();
  private final NoOpStatement notStatement = new NoOpStatement();

  @Setup
  public void finish() {
    done.invoke();
  }

  /**
   * A method that only looks at a field ({@code ForkJoinTask.doExec} of a task that is done), and
   * advice that only looks at another: what remains is the call before the method, the one behind
   * it, the local between them and the handler around them.
   */
  @Benchmark
  public void method() {
    done.quietlyInvoke();
  }

  /**
   * An application's method that might be one of JDBC's by its name and those beside it. The advice
   * looks at the object and leaves it alone. On JDK 17, this is what {@code instanceof} an
   * interface takes where the answer is no.
   */
  @Benchmark
  public boolean notStatement() {
    return notStatement.execute();
  }

  @Override
  void callEach() throws Exception {
    Task task = new Task();
    Span request = Span.current();
    task.fork();
    // Wherever it runs, it has the span that was current where it was forked.
    Span.swap(null);
    task.join();
    if (task.span != request) {
      throw new IllegalStateException("ForkJoinTask is not woven");
    }
    PreparedStatement statement = NoOpStatement.create();
    statement.execute();
  }

  @Override
  int expectedSpans() {
    return 1;
  }

  private static final class Task extends RecursiveAction {
    private Span span;

    @Override
    protected void compute() {
      span = Span.current();
    }
  }
}
