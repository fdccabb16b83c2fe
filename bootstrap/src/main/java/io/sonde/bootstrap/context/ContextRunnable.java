package io.sonde.bootstrap.context;

import io.sonde.bootstrap.Span;

/** A task that runs with the span of the thread that handed it over. */
public final class ContextRunnable implements Runnable {
  private final Runnable task;
  private final Span span;

  private ContextRunnable(Runnable task, Span span) {
    this.task = task;
    this.span = span;
  }

  /** {@code task} with the current span; {@code task} itself where there is none to take along. */
  public static Runnable wrap(Runnable task) {
    if (Span.current() == null || task instanceof ContextRunnable) {
      return task;
    }
    Span span = Capture.forTask(task);
    return span == null ? task : new ContextRunnable(task, span);
  }

  /** Like {@link #wrap}, for a thread, which may outlive the request: see {@link Span#lend}. */
  public static Runnable wrapForThread(Runnable task) {
    if (Span.current() == null || task instanceof ContextRunnable) {
      return task;
    }
    Span span = Capture.forTask(task);
    return span == null ? task : new ContextRunnable(task, span.lend());
  }

  /** What {@link #wrap} was given. */
  public static Runnable unwrap(Runnable task) {
    return task instanceof ContextRunnable ? ((ContextRunnable) task).task : task;
  }

  @Override
  public void run() {
    Span before = Span.swap(span);
    try {
      task.run();
    } finally {
      Span.swap(before);
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
