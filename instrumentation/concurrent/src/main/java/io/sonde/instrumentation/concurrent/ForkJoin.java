package io.sonde.instrumentation.concurrent;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.WeakTable;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Fork/join tasks, parallel streams among them. The task is the object that the application joins,
 * so it cannot be wrapped; its span waits next to it until it runs. Runnables and callables that
 * are submitted to such a pool are tasks by then, too.
 */
@Instrumentation(value = "executors", boot = true)
public final class ForkJoin {
  private static final WeakTable<ForkJoinTask<?>, Span> WAITING =
      new WeakTable<ForkJoinTask<?>, Span>(65536);

  private ForkJoin() {}

  private static void remember(ForkJoinTask<?> task) {
    Span span = Span.current();
    // A completable future's own tasks call functions that carry their span.
    if (span != null
        && task != null
        && !(task instanceof CompletableFuture.AsynchronousCompletionTask)
        && !span.localRoot().ended()) {
      WAITING.put(task, span);
    }
  }

  private static void remember(ForkJoinPool pool, ForkJoinTask<?> task) {
    if (Span.current() != null && !schedulesVirtualThreads(pool)) {
      remember(task);
    }
  }

  /** What runs in that pool are virtual threads, which have their own span (fault D2). */
  private static boolean schedulesVirtualThreads(ForkJoinPool pool) {
    return pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread");
  }

  /** A task forks another one. */
  @Weave(types = "java.util.concurrent.ForkJoinTask", methods = "fork()")
  public static final class Fork {
    private Fork() {}

    @Enter
    public static void enter(@This ForkJoinTask<?> task) {
      remember(task);
    }
  }

  /** A task comes into the pool, until Java 18. */
  @Weave(
      types = "java.util.concurrent.ForkJoinPool",
      methods = {
        "externalPush(Ljava/util/concurrent/ForkJoinTask;",
        "externalSubmit(Ljava/util/concurrent/ForkJoinTask;"
      })
  public static final class Submit {
    private Submit() {}

    @Enter
    public static void enter(@This ForkJoinPool pool, @Arg(0) ForkJoinTask<?> task) {
      remember(pool, task);
    }
  }

  /** A task comes into the pool, since Java 19. */
  @Weave(
      types = "java.util.concurrent.ForkJoinPool",
      methods = "poolSubmit(ZLjava/util/concurrent/ForkJoinTask;")
  public static final class PoolSubmit {
    private PoolSubmit() {}

    @Enter
    public static void enter(@This ForkJoinPool pool, @Arg(1) ForkJoinTask<?> task) {
      remember(pool, task);
    }
  }

  /** A task runs. Seldom anything waits, and then one read is all this costs. */
  @Weave(types = "java.util.concurrent.ForkJoinTask", methods = "doExec")
  public static final class Run {
    private Run() {}

    @Enter
    public static Before enter(@This ForkJoinTask<?> task) {
      if (WAITING.isEmpty()) {
        return null;
      }
      Span span = WAITING.remove(task);
      return span == null ? null : new Before(Span.swap(span));
    }

    @Exit
    public static void exit(@Token Before before) {
      if (before != null) {
        Span.swap(before.span);
      }
    }
  }

  /** What was there when a task began, perhaps nothing. */
  public static final class Before {
    final Span span;

    Before(Span span) {
      this.span = span;
    }
  }
}
