package io.sonde.bootstrap.context;

import io.sonde.bootstrap.Span;
import java.util.concurrent.Callable;

/** A task with a result that runs with the span of the thread that handed it over. */
public final class ContextCallable<V> implements Callable<V> {
  private final Callable<V> task;
  private final Span span;

  private ContextCallable(Callable<V> task, Span span) {
    this.task = task;
    this.span = span;
  }

  /** {@code task} with the current span; {@code task} itself where there is none to take along. */
  public static <V> Callable<V> wrap(Callable<V> task) {
    if (Span.current() == null || task instanceof ContextCallable) {
      return task;
    }
    Span span = Capture.forTask(task);
    return span == null ? task : new ContextCallable<V>(task, span);
  }

  @Override
  public V call() throws Exception {
    Span before = Span.swap(span);
    try {
      return task.call();
    } finally {
      Span.swap(before);
    }
  }

  /** {@code FutureTask.toString} shows its task. */
  @Override
  public String toString() {
    return task.toString();
  }
}
