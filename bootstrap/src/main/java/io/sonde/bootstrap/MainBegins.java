package io.sonde.bootstrap;

/** Called at the beginning of the application's main method. */
public final class MainBegins {
  private static volatile Runnable action;

  private MainBegins() {}

  /** Sets what happens then; once. It must be quick. */
  public static void then(Runnable newAction) {
    action = newAction;
  }

  /** Runs the action, the first time that it is called. */
  public static void run() {
    Runnable current;
    synchronized (MainBegins.class) {
      current = action;
      action = null;
    }
    if (current != null) {
      try {
        current.run();
      } catch (Throwable t) {
        // No thread to be had, or the JVM is ending: not the application's business.
        AgentLog.warn("nothing is exported", t);
      }
    }
  }
}
