package io.sonde.benchmarks.micro.woven;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes a class implement an interface of which it has the few methods that are called: JDBC's have
 * two hundred, and a proxy would cost more than what is measured.
 */
final class Subclass {
  private Subclass() {}

  /**
   * The class of a subclass without members, which implements {@code type} as well. To be called
   * once for each pair.
   */
  static <T> Class<? extends T> of(Class<?> parent, Class<T> type) throws IllegalAccessException {
    String parentName = Type.getInternalName(parent);
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL,
        parentName + "$" + type.getSimpleName(),
        null,
        parentName,
        new String[] {Type.getInternalName(type)});
    MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, parentName, "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    writer.visitEnd();
    return MethodHandles.lookup().defineClass(writer.toByteArray()).asSubclass(type);
  }
}
