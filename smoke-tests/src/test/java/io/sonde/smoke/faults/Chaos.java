package io.sonde.smoke.faults;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes into the jar of a chaos build: each hundredth call of {@link #perhaps} throws, one kind of
 * throwable after the other. Runs on the boot class path.
 */
public final class Chaos {
  private static final int ONE_IN = 100;
  private static final int INVOKESTATIC = 184;
  private static final AtomicInteger CALLS = new AtomicInteger();

  private Chaos() {}

  public static void perhaps() {
    int call = CALLS.incrementAndGet();
    if (call % ONE_IN != 0) {
      return;
    }
    switch (call / ONE_IN % 5) {
      case 0:
        throw new IllegalStateException("chaos");
      case 1:
        throw new AssertionError("chaos");
      case 2:
        throw new OutOfMemoryError("chaos");
      case 3:
        throw new StackOverflowError("chaos");
      default:
        throw new ThreadDeath();
    }
  }

  public static void always() {
    throw new IllegalStateException("chaos");
  }

  /**
   * Writes a call of {@link #perhaps} into woven code.
   *
   * @param visitor the agent's own, relocated {@code MethodVisitor}
   */
  public static void weave(Object visitor) throws ReflectiveOperationException {
    Class.forName("io.sonde.shaded.asm.MethodVisitor")
        .getMethod(
            "visitMethodInsn", int.class, String.class, String.class, String.class, boolean.class)
        .invoke(
            visitor,
            INVOKESTATIC,
            Chaos.class.getName().replace('.', '/'),
            "perhaps",
            "()V",
            false);
  }
}
