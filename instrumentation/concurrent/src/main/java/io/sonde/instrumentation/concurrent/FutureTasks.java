package io.sonde.instrumentation.concurrent;

import io.sonde.bootstrap.context.ContextCallable;
import io.sonde.bootstrap.context.ContextRunnable;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;
import java.util.concurrent.Callable;

/**
 * {@code FutureTask}, what {@code submit}, {@code schedule} and {@code invokeAll} of all executors
 * of the JDK, and of many others, make of a task. It keeps its task to itself, so a wrapper around
 * that is seen by nobody.
 */
@Instrumentation(value = "executors", boot = true)
public final class FutureTasks {
  private FutureTasks() {}

  /** Of a callable. */
  @Weave(
      types = "java.util.concurrent.FutureTask",
      methods = "<init>(Ljava/util/concurrent/Callable;")
  public static final class OfCallable {
    private OfCallable() {}

    @Enter(replaceArgument = 0)
    public static Callable<?> enter(@Arg(0) Callable<?> task) {
      return ContextCallable.wrap(task);
    }
  }

  /** Of a runnable. */
  @Weave(types = "java.util.concurrent.FutureTask", methods = "<init>(Ljava/lang/Runnable;")
  public static final class OfRunnable {
    private OfRunnable() {}

    @Enter(replaceArgument = 0)
    public static Runnable enter(@Arg(0) Runnable task) {
      return ContextRunnable.wrap(task);
    }
  }
}
