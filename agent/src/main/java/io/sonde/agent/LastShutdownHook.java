package io.sonde.agent;

import io.sonde.agent.weave.ModuleAccess;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;

/**
 * Runs something when the application's own shutdown hooks are done, which all run at once: a
 * server that stops answers its last requests in one of them, and logs that it stopped. Only the
 * JDK itself can register what runs later than those.
 */
final class LastShutdownHook {
  /** The JDK uses the first three. */
  private static final int FIRST_FREE = 3;

  private static final int LAST = 9;

  private LastShutdownHook() {}

  static void add(Instrumentation instrumentation, Thread closing) {
    try {
      register(instrumentation, new Awaited(closing));
    } catch (Throwable t) {
      // Another JVM than we know: what the application does while it stops may be lost.
      Runtime.getRuntime().addShutdownHook(closing);
    }
  }

  private static void register(Instrumentation instrumentation, Runnable hook) throws Exception {
    Class<?> secrets = ModuleAccess.sharedSecrets();
    if (secrets == null) {
      secrets = Class.forName("sun.misc.SharedSecrets");
    } else {
      ModuleAccess.exportJavaBase(instrumentation, secrets.getPackage().getName());
    }
    Object access = secrets.getMethod("getJavaLangAccess").invoke(null);
    Method register =
        Class.forName(secrets.getPackage().getName() + ".JavaLangAccess")
            .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
    for (int slot = LAST; ; slot--) {
      try {
        register.invoke(access, slot, false, hook);
        return;
      } catch (Exception e) {
        // Somebody else's.
        if (slot == FIRST_FREE) {
          throw e;
        }
      }
    }
  }

  /** Runs on the thread that ends the JVM, which is the application's. */
  private static final class Awaited implements Runnable {
    private final Thread closing;

    Awaited(Thread closing) {
      this.closing = closing;
    }

    @Override
    public void run() {
      closing.start();
      boolean ended = false;
      while (!ended) {
        try {
          closing.join();
          ended = true;
        } catch (InterruptedException e) {
          // The JVM ends all the same.
        }
      }
    }
  }
}
