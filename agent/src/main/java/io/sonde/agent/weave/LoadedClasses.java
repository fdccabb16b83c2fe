package io.sonde.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is to be woven among the classes that are loaded already: before premain out of an AOT
 * cache, or because the agent is attached to a JVM that is running.
 */
final class LoadedClasses {
  /**
   * What the rules by declaration are for. Of a loaded class there are no bytes to scan, but its
   * super types are known.
   */
  private static final String[] DECLARING = {
    "java.sql.Connection", "java.sql.Driver", "java.sql.Statement"
  };

  private final Instrumentation instrumentation;
  private final ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
  private final Class<?>[] loaded;

  LoadedClasses(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    loaded = instrumentation.getAllLoadedClasses();
  }

  /** Classes that a rule is for by their name, or may be for by what they declare. */
  List<Class<?>> matching(AdviceIndex index) {
    List<Class<?>> found = new ArrayList<Class<?>>();
    List<Class<?>> declaring = new ArrayList<Class<?>>();
    for (Class<?> type : loaded) {
      String name = type.getName();
      if (index.mayHave(name.length()) && index.byName(name.replace('.', '/')) != null) {
        found.add(type);
      }
      for (String each : DECLARING) {
        if (name.equals(each)) {
          declaring.add(type);
        }
      }
    }
    for (Class<?> type : declaring) {
      addImplementations(type, found);
    }
    return found;
  }

  /** The class loaders of the application. */
  List<Class<?>> classLoaders() {
    List<Class<?>> found = new ArrayList<Class<?>>();
    for (Class<?> type : loaded) {
      if (BootDelegation.isFor(type.getName()) && ofTheApplication(type)) {
        found.add(type);
      }
    }
    return found;
  }

  /** With super classes: an abstract one may declare what only its sub-classes say they are. */
  private void addImplementations(Class<?> type, List<Class<?>> found) {
    for (Class<?> each : loaded) {
      if (type.isAssignableFrom(each)) {
        Class<?> next = each;
        while (next != null && ofTheApplication(next)) {
          if (!found.contains(next) && instrumentation.isModifiableClass(next)) {
            found.add(next);
          }
          next = next.getSuperclass();
        }
      }
    }
  }

  private boolean ofTheApplication(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null && loader != platform;
  }

  /** Whether the system loader has a class of the application's. */
  boolean anyOfTheApplication() {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (Class<?> type : loaded) {
      if (type.getClassLoader() == system && !type.getName().startsWith("io.sonde.agent.")) {
        return true;
      }
    }
    return false;
  }

  /** The system loader's class of that name, or null. */
  Class<?> find(String name) {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (Class<?> type : loaded) {
      if (type.getClassLoader() == system && type.getName().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
