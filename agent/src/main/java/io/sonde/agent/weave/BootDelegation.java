package io.sonde.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets class loaders find what woven code calls. Those of OSGi and JBoss Modules ask the boot
 * loader for a few packages only, which is configured in many places and is the application's own
 * (fault B8). So their {@code loadClass} begins with
 *
 * <pre>
 *   if (name.startsWith("io.sonde.bootstrap.")) return findSystemClass(name);
 * </pre>
 *
 * which needs no permission and no class of ours. That a loader is one that needs it cannot be
 * seen; for others it changes nothing. What is no loader by its name is looked at by {@link
 * LoaderState}.
 */
final class BootDelegation {
  private static final String PACKAGE = "io.sonde.bootstrap.";

  private BootDelegation() {}

  /**
   * @param className internal or binary
   */
  static boolean isFor(String className) {
    return className.endsWith("ClassLoader");
  }

  /** The class with its {@code loadClass} woven; null when it declares none. */
  static byte[] weave(byte[] classFile) {
    return new LoadClassStart().weave(classFile);
  }

  private static final class LoadClassStart extends MethodStart {
    private String className;
    private boolean frames;

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      className = name;
      frames = (version & 0xffff) >= Opcodes.V1_6;
      super.visit(version, access, name, signature, parent, types);
    }

    @Override
    boolean isFor(int access, String name, String descriptor) {
      return name.equals("loadClass")
          && (descriptor.equals("(Ljava/lang/String;)Ljava/lang/Class;")
              || descriptor.equals("(Ljava/lang/String;Z)Ljava/lang/Class;"))
          && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    }

    @Override
    void write(MethodVisitor code) {
      Label body = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitLdcInsn(PACKAGE);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, "java/lang/String", "startsWith", "(Ljava/lang/String;)Z", false);
      code.visitJumpInsn(Opcodes.IFEQ, body);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          className,
          "findSystemClass",
          "(Ljava/lang/String;)Ljava/lang/Class;",
          false);
      code.visitInsn(Opcodes.ARETURN);
      code.visitLabel(body);
      if (frames) {
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      }
      // The body may begin with a frame of its own; two at one offset are invalid.
      code.visitInsn(Opcodes.NOP);
    }
  }
}
