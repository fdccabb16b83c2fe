package io.sonde.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * Defines a class into any loader: through the JDK's own {@code JavaLangAccess} where there are
 * modules (opened for this one caller), through {@code ClassLoader.defineClass} on Java 8. Thread
 * safe.
 */
final class ClassDefiner {
  private final Instrumentation instrumentation;
  private final Object access;
  private final Method define;

  ClassDefiner(Instrumentation instrumentation) throws Exception {
    this.instrumentation = instrumentation;
    Object found = null;
    Method method;
    Class<?> secrets = ModuleAccess.sharedSecrets();
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
      // Not getPackage(), which makes one of its loader's: a millisecond, by the log of classes.
      String packageName = secrets.getName().substring(0, secrets.getName().lastIndexOf('.'));
      ModuleAccess.exportJavaBase(instrumentation, packageName);
      found = secrets.getMethod("getJavaLangAccess").invoke(null);
      method =
          Class.forName(packageName + ".JavaLangAccess")
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

  /**
   * {@code module requires ours} for a named module. The JVM does that to a module of which a class
   * was woven, which is too late for an advice with a super type of ours: it is defined before.
   *
   * @param packageName binary name, of a package in {@code loader}
   */
  void letRead(ClassLoader loader, String packageName) throws Exception {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    boolean mayBeNamed =
        loader == system.getParent()
            || loader == system && System.getProperty("jdk.module.path") != null;
    if (access == null || !mayBeNamed) {
      return;
    }
    Class<?> type = Class.forName("java.lang.Module");
    Object layer = Class.forName("java.lang.ModuleLayer").getMethod("boot").invoke(null);
    for (Object module : (Set<?>) layer.getClass().getMethod("modules").invoke(layer)) {
      if (type.getMethod("getClassLoader").invoke(module) == loader
          && ((Set<?>) type.getMethod("getPackages").invoke(module)).contains(packageName)) {
        ModuleAccess.letRead(instrumentation, module);
        return;
      }
    }
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
