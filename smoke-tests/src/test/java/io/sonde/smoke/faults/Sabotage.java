package io.sonde.smoke.faults;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Goes into the jar of a mutant: does what an agent must not. Runs on the boot class path. */
public final class Sabotage {
  private Sabotage() {}

  /** Writes where the application writes. */
  public static void print() {
    System.err.println("sabotage");
  }

  /** Reads from the body of a request of Tomcat's connector. */
  public static void readBody(Object request) throws ReflectiveOperationException {
    for (Method method : request.getClass().getMethods()) {
      if (method.getName().equals("doRead")) {
        Class<?> handler = method.getParameterTypes()[0];
        method.invoke(
            request,
            Proxy.newProxyInstance(
                handler.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, called, arguments) -> null));
      }
    }
  }
}
