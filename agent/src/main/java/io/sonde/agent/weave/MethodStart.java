package io.sonde.agent.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts code at the start of some methods of one class. */
abstract class MethodStart extends ClassVisitor {
  private boolean woven;

  MethodStart() {
    super(Opcodes.ASM9);
  }

  /** Whether a method is one of them. */
  abstract boolean isFor(int access, String name, String descriptor);

  /** Writes what the method is to begin with. */
  abstract void write(MethodVisitor code);

  /** The class with the code; null when it declares none of the methods. */
  final byte[] weave(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    cv = writer;
    reader.accept(this, 0);
    return woven ? writer.toByteArray() : null;
  }

  @Override
  public final MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!isFor(access, name, descriptor)) {
      return next;
    }
    woven = true;
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitCode() {
        super.visitCode();
        write(mv);
      }
    };
  }
}
