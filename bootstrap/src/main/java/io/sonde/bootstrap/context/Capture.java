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
   * JDK's own tasks: they are wrappers around ours, workers of pools, or the scheduler of virtual
   * threads, which must stay alone (fault D2).
   */
  public static Span forTask(Object task) {
    Span span = Span.current();
    if (span == null || task == null || span.localRoot().ended()) {
      return null;
    }
    String name = task.getClass().getName();
    boolean jdk = name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    return jdk ? null : span;
  }
}
