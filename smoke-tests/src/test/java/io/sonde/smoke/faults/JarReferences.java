package io.sonde.smoke.faults;

import java.util.function.BiConsumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the code of a class refers to. */
final class JarReferences extends ClassVisitor {
  /** In the place of a name, where an {@code invokedynamic} is. */
  static final String INVOKEDYNAMIC = "invokedynamic";

  /** In the place of a name, for a method without code. */
  static final String NATIVE = "native method";

  private final BiConsumer<String, String> found;
  private final String owner;

  private JarReferences(String owner, BiConsumer<String, String> found) {
    super(Opcodes.ASM9);
    this.owner = owner;
    this.found = found;
  }

  /**
   * @param found is given {@code io/sonde/Type.method} and what it refers to, such as {@code
   *     java/lang/System.exit(I)V}, {@code java/lang/System.out} and {@code java/util/Timer}
   */
  static void of(byte[] classFile, BiConsumer<String, String> found) {
    ClassReader reader = new ClassReader(classFile);
    reader.accept(new JarReferences(reader.getClassName(), found), ClassReader.SKIP_DEBUG);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    String place = owner + "." + name;
    if ((access & Opcodes.ACC_NATIVE) != 0) {
      found.accept(place, NATIVE);
    }
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitMethodInsn(int opcode, String type, String to, String how, boolean itf) {
        found.accept(place, type + "." + to + how);
      }

      @Override
      public void visitFieldInsn(int opcode, String type, String field, String how) {
        found.accept(place, type + "." + field);
      }

      @Override
      public void visitTypeInsn(int opcode, String type) {
        found.accept(place, type);
      }

      @Override
      public void visitInvokeDynamicInsn(String to, String how, Handle by, Object... arguments) {
        found.accept(place, INVOKEDYNAMIC);
      }
    };
  }
}
