package io.sonde.bootstrap;

import java.security.AccessController;
import java.security.PrivilegedAction;

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
        privileged(current);
      } catch (Throwable t) {
        // No thread to be had, or the JVM is ending: not the application's business.
        AgentLog.warn("nothing is exported", t);
      }
    }
  }

  /** The threads that it makes would have no more rights than the application's (fault J3). */
  private static void privileged(final Runnable action) {
    if (System.getSecurityManager() == null) {
      action.run();
      return;
    }
    AccessController.doPrivileged(
        new PrivilegedAction<Void>() {
          @Override
          public Void run() {
            action.run();
            return null;
          }
        });
  }
}
