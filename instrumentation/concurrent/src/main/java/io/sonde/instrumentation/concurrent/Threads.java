package io.sonde.instrumentation.concurrent;

import io.sonde.bootstrap.context.ContextRunnable;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;

/**
 * {@code new Thread(runnable)}. A thread may be the worker of somebody's pool and live for ever, so
 * the span is only lent to it (see {@code Span.lend}); workers of the JDK's pools get none at all,
 * nor do threads that override {@code run}. A virtual thread is a task: it keeps its span.
 */
@Instrumentation(value = "executors", boot = true)
public final class Threads {
  private Threads() {}

  /** Java 8 ({@code init}) to 17 (the constructor that all others call). */
  @Weave(
      types = "java.lang.Thread",
      methods = {
        "init(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;Ljava/lang/String;"
            + "JLjava/security/AccessControlContext;Z",
        "<init>(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;Ljava/lang/String;"
            + "JLjava/security/AccessControlContext;Z"
      })
  public static final class Until20 {
    private Until20() {}

    @Enter(replaceArgument = 1)
    public static Runnable enter(@Arg(1) Runnable task) {
      return ContextRunnable.wrapForThread(task);
    }
  }

  /** The constructor that all others of a platform thread call. */
  @Weave(
      types = "java.lang.Thread",
      methods = "<init>(Ljava/lang/ThreadGroup;Ljava/lang/String;ILjava/lang/Runnable;J")
  public static final class Since21 {
    private Since21() {}

    @Enter(replaceArgument = 3)
    public static Runnable enter(@Arg(3) Runnable task) {
      return ContextRunnable.wrapForThread(task);
    }
  }

  /** Behind all ways to a virtual thread, an executor of one thread per task among them. */
  @Weave(types = "java.lang.ThreadBuilders", methods = "newVirtualThread")
  public static final class Virtual {
    private Virtual() {}

    @Enter(replaceArgument = 3)
    public static Runnable enter(@Arg(3) Runnable task) {
      return ContextRunnable.wrap(task);
    }
  }
}
