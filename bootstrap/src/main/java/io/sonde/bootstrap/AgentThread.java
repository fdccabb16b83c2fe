package io.sonde.bootstrap;

/**
 * The one way the agent starts a thread: daemon, named {@code sonde-*}, holding nothing of the
 * application (no context loader, no inherited thread locals), and recognised by {@link
 * Tracer#suppressed}.
 */
public final class AgentThread extends Thread {
  private AgentThread(Runnable task, String name) {
    super(null, task, "sonde-" + name);
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** Starts a thread. A throwable that {@code task} lets out is told once and ends it. */
  public static Thread start(String name, final Runnable task) {
    AgentThread thread =
        new AgentThread(
            new Runnable() {
              @Override
              public void run() {
                try {
                  Span.swap(null);
                  task.run();
                } catch (Throwable t) {
                  AgentLog.warn(Thread.currentThread().getName() + " ended", t);
                }
              }
            },
            name);
    thread.start();
    return thread;
  }
}
