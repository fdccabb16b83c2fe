package io.sonde.bootstrap.context;

import io.sonde.bootstrap.Span;

/** Which span goes with a task. */
public final class Capture {
  private Capture() {}

  /**
   * The span to hand over to {@code task}, or null.
   *
   * <p>None when the request is over already: a task that submits itself again would take its trace
   * along for ever (fault D1); what a request leaves behind once is still part of it. None for the
   * JDK's own tasks: they carry their span inside, are workers of pools, or belong to the scheduler
   * of virtual threads, which must stay alone (fault D2). All but adapters around the application's
   * tasks: of {@code Executors}, of one thread per task, of structured concurrency (fault D5).
   */
  public static Span forTask(Object task) {
    Span span = Span.current();
    if (span == null || task == null || span.localRoot().ended()) {
      return null;
    }
    return ofJdk(task.getClass().getName()) ? null : span;
  }

  private static boolean ofJdk(String name) {
    if (name.startsWith("java.")) {
      return !name.startsWith("java.util.concurrent.Executors$")
          && !name.startsWith("java.util.concurrent.ThreadPerTaskExecutor$")
          && !name.startsWith("java.util.concurrent.StructuredTaskScope");
    }
    return name.startsWith("jdk.") || name.startsWith("sun.");
  }
}
