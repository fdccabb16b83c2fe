package io.sonde.agent.weave;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.Failures;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** What has been checked and defined in one class loader. Thread safe. */
final class LoaderState {
  /** Stands for all that woven code calls. */
  private static final Class<?> CALLED = Failures.class;

  private final AtomicReference<Boolean> reachesBoot = new AtomicReference<Boolean>();

  /** By instrumentation. */
  private final Map<String, Boolean> linked = new HashMap<String, Boolean>();

  private final Set<String> defined = ConcurrentHashMap.newKeySet();

  /**
   * Makes the advice of {@code unit} callable from the package of a class that is being loaded.
   *
   * @return false when the library lacks something; the unit stays off for this loader
   */
  boolean prepare(
      AdviceUnit unit,
      ClassLoader loader,
      String className,
      byte[] classFile,
      ProtectionDomain domain,
      ClassDefiner definer)
      throws Exception {
    if (!reachesBoot(loader) || !linked(unit, loader, className, classFile)) {
      return false;
    }
    String targetPackage = className.substring(0, className.lastIndexOf('/') + 1);
    String key = targetPackage + unit.topClass;
    if (!defined.contains(key)) {
      definer.letRead(
          loader, targetPackage.substring(0, targetPackage.length() - 1).replace('/', '.'));
      String topName = unit.nameIn(targetPackage, unit.topClass);
      for (int i = 0; i < unit.classes.length; i++) {
        String name = unit.nameIn(targetPackage, unit.classNames[i]);
        byte[] bytes =
            ClassRename.rename(unit.classes[i], unit.places[i], unit.topClass.length(), topName);
        definer.define(loader, name.replace('/', '.'), bytes, domain);
      }
      defined.add(key);
    }
    return true;
  }

  /**
   * Whether classes of {@code loader} can call ours; if not, weaving them would break them (fault
   * B8). The loader is asked while it defines a class, as the JVM asks it for a super class.
   */
  private boolean reachesBoot(ClassLoader loader) {
    Boolean known = reachesBoot.get();
    if (known != null) {
      return known;
    }
    boolean reaches = false;
    try {
      reaches = Class.forName(CALLED.getName(), false, loader) == CALLED;
    } catch (Throwable t) {
      // Not found, or the loader fails: it would fail again where woven code calls.
    }
    if (reachesBoot.compareAndSet(null, reaches) && !reaches) {
      AgentLog.info(
          "classes of a "
              + loader.getClass().getName()
              + " are not watched: it does not find what is on the boot class path");
    }
    return reaches;
  }

  private boolean linked(AdviceUnit unit, ClassLoader loader, String className, byte[] classFile) {
    synchronized (linked) {
      Boolean before = linked.get(unit.name);
      if (before != null) {
        return before;
      }
    }
    // Outside the lock: it reads through the application's loader.
    LinkCheck check = new LinkCheck(loader);
    check.know(className, classFile);
    String missing = check.missing(unit.references);
    boolean first;
    synchronized (linked) {
      first = linked.put(unit.name, missing == null) == null;
    }
    if (missing != null && first) {
      unit.missing = missing.replace('/', '.');
      AgentLog.info(
          unit.name
              + " is off in "
              + loader.getClass().getName()
              + ": this version of the library has no "
              + unit.missing);
    }
    return missing == null;
  }
}
