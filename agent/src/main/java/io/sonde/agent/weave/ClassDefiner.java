package io.sonde.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines a class into any loader: through the JDK's own {@code JavaLangAccess} where there are
 * modules (opened for this one caller), through {@code ClassLoader.defineClass} on Java 8. Thread
 * safe.
 */
final class ClassDefiner {
  private final Object access;
  private final Method define;

  ClassDefiner(Instrumentation instrumentation) throws Exception {
    Object found = null;
    Method method;
    Class<?> secrets = sharedSecrets();
    if (secrets == null) {
      method =
          ClassLoader.class.getDeclaredMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class);
      method.setAccessible(true);
    } else {
      open(instrumentation, secrets.getPackage().getName());
      found = secrets.getMethod("getJavaLangAccess").invoke(null);
      method =
          Class.forName(secrets.getPackage().getName() + ".JavaLangAccess")
              .getMethod(
                  "defineClass",
                  ClassLoader.class,
                  String.class,
                  byte[].class,
                  ProtectionDomain.class,
                  String.class);
    }
    access = found;
    define = method;
  }

  private static Class<?> sharedSecrets() {
    String[] names = {"jdk.internal.access.SharedSecrets", "jdk.internal.misc.SharedSecrets"};
    for (String name : names) {
      try {
        return Class.forName(name, false, null);
      } catch (ClassNotFoundException e) {
        // Another version of the JDK.
      }
    }
    return null;
  }

  /** {@code java.base exports packageName to us}, written by reflection: Java 8 has no modules. */
  private static void open(Instrumentation instrumentation, String packageName) throws Exception {
    Method moduleOf = Class.class.getMethod("getModule");
    Object javaBase = moduleOf.invoke(Object.class);
    Object ours = moduleOf.invoke(ClassDefiner.class);
    Map<String, Set<?>> exports =
        Collections.<String, Set<?>>singletonMap(packageName, Collections.singleton(ours));
    Class<?> module = Class.forName("java.lang.Module");
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            javaBase,
            Collections.emptySet(),
            exports,
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.emptyMap());
  }

  /**
   * Defines {@code bytes}; a class of that name that is there already, is left.
   *
   * @param name binary name
   */
  void define(ClassLoader loader, String name, byte[] bytes, ProtectionDomain domain)
      throws Exception {
    try {
      if (access == null) {
        define.invoke(loader, name, bytes, 0, bytes.length, domain);
      } else {
        define.invoke(access, loader, name, bytes, domain, null);
      }
    } catch (InvocationTargetException e) {
      // Another thread was faster: "duplicate class definition".
      boolean duplicate =
          e.getCause() instanceof LinkageError
              && String.valueOf(e.getCause().getMessage()).contains("duplicate");
      if (!duplicate) {
        throw e;
      }
    }
  }
}
