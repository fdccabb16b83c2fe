package io.sonde.instrumentation.concurrent;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.context.ContextRunnable;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Token;
import io.sonde.instrumentation.advice.Weave;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * {@code ThreadPoolExecutor.execute}. The task is replaced by a wrapper, so that one task that is
 * executed many times runs each time with the span of its own submission. (A table keyed by the
 * task could not tell these apart.)
 *
 * <p>What an application sees of its tasks stays as it was: the handler of rejected tasks, {@code
 * shutdownNow} and {@code remove} are given or find the task itself. Where that cannot be done,
 * nothing is wrapped and the task runs without a span: a pool that overrides {@code beforeExecute}
 * or {@code afterExecute}, a queue that orders its tasks or is not of the JDK, a task that is a
 * {@code Future} (it carries its span inside) or {@code Comparable}. Only who walks {@code
 * getQueue()} meets a wrapper.
 */
@Instrumentation(value = "executors", boot = true)
public final class ThreadPools {
  /** Whether instances of a class show their tasks to nobody. */
  private static final ClassValue<Boolean> OPAQUE =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return isOpaque(type);
          } catch (Throwable t) {
            // Reflection fails for a class that mentions a missing one.
            return false;
          }
        }
      };

  private ThreadPools() {}

  private static boolean isOpaque(Class<?> type) {
    for (Class<?> c = type; c != ThreadPoolExecutor.class; c = c.getSuperclass()) {
      // Spring's pool only counts there.
      boolean known = c.getName().startsWith("org.springframework.");
      for (Method method : known ? new Method[0] : c.getDeclaredMethods()) {
        String name = method.getName();
        if (name.equals("beforeExecute")
            || name.equals("afterExecute")
            || name.equals("getQueue")) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean mayWrap(ThreadPoolExecutor pool, Runnable task) {
    if (task instanceof Future || task instanceof Comparable) {
      return false;
    }
    Class<?> type = pool.getClass();
    if (type != ThreadPoolExecutor.class && !OPAQUE.get(type)) {
      return false;
    }
    Object queue = pool.getQueue();
    return queue.getClass().getName().startsWith("java.util.concurrent.")
        && !(queue instanceof PriorityBlockingQueue);
  }

  /** A task comes in. */
  @Weave(types = "java.util.concurrent.ThreadPoolExecutor", methods = "execute")
  public static final class Execute {
    private Execute() {}

    @Enter(replaceArgument = 0)
    public static Runnable enter(@This ThreadPoolExecutor pool, @Arg(0) Runnable task) {
      return Span.current() != null && mayWrap(pool, task) ? ContextRunnable.wrap(task) : task;
    }
  }

  /** A task is refused. */
  @Weave(types = "java.util.concurrent.ThreadPoolExecutor", methods = "reject")
  public static final class Reject {
    private Reject() {}

    @Enter(replaceArgument = 0)
    public static Runnable enter(@Arg(0) Runnable task) {
      return ContextRunnable.unwrap(task);
    }
  }

  /** The tasks that {@code shutdownNow} returns. */
  @Weave(types = "java.util.concurrent.ThreadPoolExecutor", methods = "drainQueue")
  public static final class Drain {
    private Drain() {}

    @Exit
    public static void exit(@Return List<Runnable> tasks) {
      for (int i = tasks == null ? -1 : tasks.size() - 1; i >= 0; i--) {
        Runnable task = tasks.get(i);
        Runnable own = ContextRunnable.unwrap(task);
        if (own != task) {
          tasks.set(i, own);
        }
      }
    }
  }

  /** A task is taken back: queues compare what they are asked for with what they hold. */
  @Weave(types = "java.util.concurrent.ThreadPoolExecutor", methods = "remove")
  public static final class Remove {
    private Remove() {}

    @Enter(replaceArgument = 0)
    public static Runnable enter(@This ThreadPoolExecutor pool, @Arg(0) Runnable task) {
      boolean wrapper = task == null || task instanceof ContextRunnable;
      return !wrapper && mayWrap(pool, task) ? new Sought(task) : task;
    }
  }

  /** Equal to a task and to a wrapper of it. */
  private static final class Sought implements Runnable {
    private final Runnable task;

    Sought(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Runnable && task.equals(ContextRunnable.unwrap((Runnable) other));
    }

    @Override
    public int hashCode() {
      return task.hashCode();
    }
  }

  /** A task that runs again and again outlives the request that began it (fault D1). */
  @Weave(
      types = "java.util.concurrent.ScheduledThreadPoolExecutor",
      methods = {"scheduleAtFixedRate", "scheduleWithFixedDelay"})
  public static final class Periodic {
    private Periodic() {}

    @Enter
    public static Span enter() {
      return Span.swap(null);
    }

    @Exit
    public static void exit(@Token Span before) {
      Span.swap(before);
    }
  }
}
