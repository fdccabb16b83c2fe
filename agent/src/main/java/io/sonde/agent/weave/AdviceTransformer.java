package io.sonde.agent.weave;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import io.sonde.bootstrap.Failures;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Weaves classes as they load. Answers null for every class that is not ours, so that an AppCDS or
 * AOT archive keeps it.
 */
public final class AdviceTransformer implements ClassFileTransformer, Failures.Breaker {
  /** Failures of one advice after which it is switched off; an error of linking never heals. */
  private static final int MAX_FAILURES = 5;

  /**
   * Packages that are large, or mention JDBC often, and declare no statement but those that call a
   * driver's: they are not searched.
   */
  private static final String[] WITHOUT_STATEMENTS = {"org/springframework/", "com/zaxxer/hikari/"};

  /** An application may generate classes without end; these many names are 1 MB at most. */
  private static final int MAX_NAMES = 10_000;

  private final Instrumentation instrumentation;
  private final AdviceIndex index;
  private final ClassDefiner definer;
  private final MainMethod mainMethod;
  private final ClassLoader platformLoader = ClassLoader.getSystemClassLoader().getParent();
  private final Map<ClassLoader, LoaderState> loaders = new WeakHashMap<ClassLoader, LoaderState>();

  /** Internal names of what was woven, for weaving it back. */
  private final Set<String> wovenNames = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean toldTooNew = new AtomicBoolean();
  private final AtomicLong weaveNanos = new AtomicLong();
  private final AtomicLong failedClasses = new AtomicLong();

  /**
   * @param mainMethod null when the application is running already
   */
  public AdviceTransformer(
      Instrumentation instrumentation, AdviceIndex index, MainMethod mainMethod) throws Exception {
    this.instrumentation = instrumentation;
    this.index = index;
    this.mainMethod = mainMethod;
    definer = new ClassDefiner(instrumentation);
  }

  /**
   * Weaves what is loaded already; later classes are woven as they load. In premain that is some of
   * the JDK and, with an AOT cache, most of the application.
   *
   * @return whether the application's main method will be seen beginning
   */
  public boolean retransformLoaded() {
    LoadedClasses loaded = new LoadedClasses(instrumentation, index);
    List<Class<?>> types = loaded.matching();
    boolean mainAhead = mainMethod != null && mainMethod.look(loaded, types);
    // First: what they load is only woven when they find what it then calls.
    retransform(loaded.classLoaders());
    retransform(types);
    return mainAhead;
  }

  private void retransform(List<Class<?>> types) {
    if (types.isEmpty()) {
      return;
    }
    try {
      // All at once: for each call the JVM stops and walks through all its classes.
      instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
      return;
    } catch (Throwable t) {
      // One of them is to blame.
    }
    for (Class<?> type : types) {
      try {
        instrumentation.retransformClasses(type);
      } catch (Throwable t) {
        AgentLog.warn("not woven: " + type.getName(), t);
      }
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || !ClassWeaver.isClassFile(classFile)) {
      return null;
    }
    try {
      if (ClassWeaver.isTooNew(classFile)) {
        tooNew(loader);
        return null;
      }
      Rule[] rules = index.byName(className);
      if (rules == null && loader != null && loader != platformLoader && !skipped(className)) {
        if (mainMethod != null && mainMethod.pending(redefined)) {
          byte[] main = mainMethod.weave(loader, classFile);
          if (main != null) {
            return main;
          }
        }
        if (BootDelegation.isFor(className)) {
          return BootDelegation.weave(classFile);
        }
        rules = withoutStatements(className) ? null : index.byDeclaration(classFile);
      }
      return rules == null ? null : weave(loader, className, domain, classFile, rules);
    } catch (Throwable t) {
      failedClasses.incrementAndGet();
      AgentLog.warn("not woven: " + className, t);
      return null;
    }
  }

  /** One line for the JVM, not one for each class. */
  private void tooNew(ClassLoader loader) {
    if (toldTooNew.compareAndSet(false, true)) {
      AgentLog.info("classes of a Java that is newer than this agent are not watched");
    }
    if (mainMethod != null && loader == ClassLoader.getSystemClassLoader()) {
      mainMethod.giveUp();
    }
  }

  private static boolean skipped(String className) {
    return className.startsWith("io/sonde/agent/") || className.startsWith("jdk/internal/");
  }

  private static boolean withoutStatements(String className) {
    for (String prefix : WITHOUT_STATEMENTS) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private byte[] weave(
      ClassLoader loader, String className, ProtectionDomain domain, byte[] classFile, Rule[] rules)
      throws Exception {
    long start = System.nanoTime();
    Rule[] usable = new Rule[rules.length];
    int count = 0;
    for (Rule rule : rules) {
      if (!rule.off && rule.unit.boot == (loader == null)) {
        rule.unit.read();
        usable[count++] = rule;
      }
    }
    if (count == 0) {
      return null;
    }
    byte[] woven = ClassWeaver.weave(classFile, java.util.Arrays.copyOf(usable, count));
    if (woven == null) {
      return null;
    }
    if (loader != null) {
      int linked = 0;
      for (int i = 0; i < count; i++) {
        if (state(loader).prepare(usable[i].unit, loader, className, classFile, domain, definer)) {
          usable[linked++] = usable[i];
        }
      }
      if (linked < count) {
        woven = ClassWeaver.weave(classFile, java.util.Arrays.copyOf(usable, linked));
        count = linked;
      }
    }
    if (woven != null) {
      if (wovenNames.size() < MAX_NAMES && wovenNames.add(className)) {
        countWoven(usable, count);
      }
      if (AgentLog.debugEnabled()) {
        AgentLog.debug("woven: " + className);
      }
    }
    weaveNanos.addAndGet(System.nanoTime() - start);
    return woven;
  }

  private static void countWoven(Rule[] rules, int count) {
    for (int i = 0; i < count; i++) {
      if (i == 0 || rules[i].unit != rules[i - 1].unit) {
        rules[i].unit.woven.incrementAndGet();
      }
    }
  }

  private LoaderState state(ClassLoader loader) {
    synchronized (loaders) {
      LoaderState state = loaders.get(loader);
      if (state == null) {
        state = new LoaderState();
        loaders.put(loader, state);
      }
      return state;
    }
  }

  // ---- what the agent tells of itself

  public int wovenClasses() {
    return wovenNames.size();
  }

  public long weaveNanos() {
    return weaveNanos.get();
  }

  /** Classes that could not be woven and were left as they are. */
  public long failedClasses() {
    return failedClasses.get();
  }

  /** Pairs of an instrumentation and how many classes of it were woven, without those of none. */
  public List<String[]> woven() {
    return WeaveReport.woven(index);
  }

  /** Pairs of an instrumentation that is off, maybe in some class loaders only, and why. */
  public List<String[]> skipped() {
    return WeaveReport.skipped(index);
  }

  // ---- switching off what fails

  @Override
  public void failed(int advice, Throwable thrown, long total) {
    final Rule rule = index.rule(advice);
    if (total == 1) {
      AgentLog.warn(rule.unit.name + " failed; the application is not affected", thrown);
    }
    if ((total == MAX_FAILURES || thrown instanceof LinkageError) && !rule.off) {
      for (Rule each : rule.unit.rules) {
        each.off = true;
      }
      AgentLog.warn(rule.unit.name + " is switched off");
      AgentThread.start(
          "unweave",
          new Runnable() {
            @Override
            public void run() {
              weaveBack();
            }
          });
    }
  }

  /** Weaves everything back, and never again. */
  public void switchOff() {
    for (int id = 0; id < index.size(); id++) {
      index.rule(id).off = true;
    }
    weaveBack();
    instrumentation.removeTransformer(this);
  }

  /** Transforms what is woven once more; rules that are off are then left out. */
  private void weaveBack() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (wovenNames.contains(type.getName().replace('.', '/'))) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable t) {
          AgentLog.debug("not woven back: " + type.getName());
        }
      }
    }
  }
}
