package io.sonde.agent.weave;

import io.sonde.bootstrap.AgentLog;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What has been checked and defined in one class loader. Thread safe. */
final class LoaderState {
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
    if (!linked(unit, loader, className, classFile)) {
      return false;
    }
    String targetPackage = className.substring(0, className.lastIndexOf('/') + 1);
    String key = targetPackage + unit.topClass;
    if (!defined.contains(key)) {
      definer.letRead(
          loader, targetPackage.substring(0, targetPackage.length() - 1).replace('/', '.'));
      for (int i = 0; i < unit.classes.length; i++) {
        String name = unit.nameIn(targetPackage, unit.classNames[i]);
        String topName = unit.nameIn(targetPackage, unit.topClass);
        byte[] bytes = ConstantPoolRename.rename(unit.classes[i], unit.topClass, topName);
        definer.define(loader, name.replace('/', '.'), bytes, domain);
      }
      defined.add(key);
    }
    return true;
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
