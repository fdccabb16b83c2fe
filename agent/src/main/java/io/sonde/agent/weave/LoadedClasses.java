package io.sonde.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final List<String> DECLARING =
      Arrays.asList("java.sql.Connection", "java.sql.Driver", "java.sql.Statement");

  private final Instrumentation instrumentation;
  private final ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
  private final List<Class<?>> application = new ArrayList<Class<?>>();
  private final List<Class<?>> matching = new ArrayList<Class<?>>();

  /** One walk, as all is interpreted: of hundreds of classes, most are the JDK's. */
  LoadedClasses(Instrumentation instrumentation, AdviceIndex index) {
    this.instrumentation = instrumentation;
    List<Class<?>> declaring = new ArrayList<Class<?>>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName();
      if (index.mayHave(name.length()) && index.byName(name.replace('.', '/')) != null) {
        matching.add(type);
      }
      if (isApplication(type)) {
        application.add(type);
      } else if (name.startsWith("java.sql.") && DECLARING.contains(name)) {
        declaring.add(type);
      }
    }
    for (Class<?> type : declaring) {
      addImplementations(type);
    }
  }

  /** Classes that a rule is for by their name, or may be for by what they declare. */
  List<Class<?>> matching() {
    return matching;
  }

  /** The class loaders of the application. */
  List<Class<?>> classLoaders() {
    List<Class<?>> found = new ArrayList<Class<?>>();
    for (Class<?> type : application) {
      if (BootDelegation.isFor(type.getName())) {
        found.add(type);
      }
    }
    return found;
  }

  /** With super classes: an abstract one may declare what only its sub-classes say they are. */
  private void addImplementations(Class<?> type) {
    for (Class<?> each : application) {
      if (type.isAssignableFrom(each)) {
        Class<?> next = each;
        while (next != null && isApplication(next)) {
          if (!matching.contains(next) && instrumentation.isModifiableClass(next)) {
            matching.add(next);
          }
          next = next.getSuperclass();
        }
      }
    }
  }

  private boolean isApplication(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null && loader != platform;
  }

  /** Whether the system loader has a class of the application's. */
  boolean anyOfTheApplication() {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (Class<?> type : application) {
      if (type.getClassLoader() == system && !type.getName().startsWith("io.sonde.agent.")) {
        return true;
      }
    }
    return false;
  }

  /** The system loader's class of that name, or null. */
  Class<?> find(String name) {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (Class<?> type : application) {
      if (type.getClassLoader() == system && type.getName().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
