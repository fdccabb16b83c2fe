package io.sonde.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** Opens modules to the agent, written by reflection: Java 8 has no modules. */
public final class ModuleAccess {
  private ModuleAccess() {}

  /** {@code java.base exports packageName to us}. */
  public static void exportJavaBase(Instrumentation instrumentation, String packageName)
      throws Exception {
    Map<String, Set<?>> exports =
        Collections.<String, Set<?>>singletonMap(packageName, Collections.singleton(ours()));
    redefine(instrumentation, moduleOf(Object.class), Collections.emptySet(), exports);
  }

  /** Through which the parts of the JDK reach each other; null on Java 8. */
  public static Class<?> sharedSecrets() {
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

  /** {@code module requires ours}. */
  static void letRead(Instrumentation instrumentation, Object module) throws Exception {
    redefine(
        instrumentation,
        module,
        Collections.singleton(ours()),
        Collections.<String, Set<?>>emptyMap());
  }

  private static Object ours() throws Exception {
    return moduleOf(ModuleAccess.class);
  }

  private static Object moduleOf(Class<?> type) throws Exception {
    return Class.class.getMethod("getModule").invoke(type);
  }

  private static void redefine(
      Instrumentation instrumentation, Object module, Set<?> reads, Map<String, Set<?>> exports)
      throws Exception {
    Class<?> type = Class.forName("java.lang.Module");
    Instrumentation.class
        .getMethod("redefineModule", type, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            module,
            reads,
            exports,
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.emptyMap());
  }
}
