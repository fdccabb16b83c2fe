package io.sonde.bootstrap;

/**
 * The one way the agent makes a thread: daemon, named {@code sonde-*}, holding nothing of the
 * application (no context loader, no current span), and recognised by {@link Tracer#suppressed}.
 */
public final class AgentThread extends Thread {
  private final Runnable task;

  private AgentThread(Runnable task, String name) {
    super(null, null, "sonde-" + name);
    this.task = task;
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** A thread that is not started, for a shutdown hook. */
  public static Thread create(String name, Runnable task) {
    return new AgentThread(task, name);
  }

  /** Starts a thread. */
  public static Thread start(String name, Runnable task) {
    Thread thread = create(name, task);
    thread.start();
    return thread;
  }

  /** Runs the task. A throwable that it lets out is told once and ends the thread. */
  @Override
  public void run() {
    try {
      task.run();
    } catch (Throwable t) {
      AgentLog.warn(getName() + " ended", t);
    }
  }
}
