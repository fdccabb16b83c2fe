package io.sonde.agent.weave;

import io.sonde.bootstrap.MainBegins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the application's main method, so that what is expensive starts when it begins and not
 * before it: a logging manager, a file system or a security provider that the application chooses
 * must find them untouched (faults A1-A3, A19). The main class is the first that the system loader
 * defines; out of an AOT cache it is loaded before premain, with most of the application.
 */
public final class MainMethod {
  /** Classes of the system loader after which no main method is waited for any longer. */
  private static final int PATIENCE = 20;

  private static final String WITH_ARGUMENTS = "([Ljava/lang/String;)V";

  /** Static or not, since Java 25 (JEP 512). */
  private static final String WITHOUT_ARGUMENTS = "()V";

  private final List<Class<?>> preloaded = new ArrayList<Class<?>>();
  private final AtomicInteger seen = new AtomicInteger();
  private volatile boolean pending = true;

  /**
   * @param redefined null for a class that is being loaded
   */
  boolean pending(Class<?> redefined) {
    return pending && (redefined == null || preloaded.contains(redefined));
  }

  /**
   * Looks for the main class among those that are loaded already, and adds it to {@code types}.
   *
   * @return false when there is no telling which one it is
   */
  boolean look(LoadedClasses loaded, List<Class<?>> types) {
    if (!loaded.anyOfTheApplication()) {
      return true;
    }
    String name = null;
    try {
      name = LaunchedClass.name();
    } catch (IOException e) {
      // The launcher will tell.
    }
    if (name == null) {
      return false;
    }
    Class<?> type = loaded.find(name);
    // Its main method may be inherited.
    while (type != null && type.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      preloaded.add(type);
      type = type.getSuperclass();
    }
    types.addAll(preloaded);
    return true;
  }

  /** Waits no longer: the main class cannot be woven. */
  void giveUp() {
    if (pending) {
      pending = false;
      MainBegins.run();
    }
  }

  /** The class with its main method woven, or null. */
  byte[] weave(ClassLoader loader, byte[] classFile) {
    if (loader != ClassLoader.getSystemClassLoader()) {
      return null;
    }
    byte[] woven = null;
    if (seen.incrementAndGet() <= PATIENCE) {
      woven = new MainStart().weave(classFile);
    }
    if (woven != null || seen.get() > PATIENCE) {
      pending = false;
      if (woven == null) {
        MainBegins.run();
      }
    }
    return woven;
  }

  private static final class MainStart extends MethodStart {
    @Override
    boolean isFor(int access, String name, String descriptor) {
      return name.equals("main")
          && (descriptor.equals(WITH_ARGUMENTS) || descriptor.equals(WITHOUT_ARGUMENTS))
          && (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_ABSTRACT)) == 0;
    }

    @Override
    void write(MethodVisitor code) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "io/sonde/bootstrap/MainBegins", "run", "()V", false);
    }
  }
}
