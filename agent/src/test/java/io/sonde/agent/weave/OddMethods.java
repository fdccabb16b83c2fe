package io.sonde.agent.weave;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes with bytecode that is valid and that javac never makes; other compilers do. */
final class OddMethods implements Opcodes {
  static final String NAME = "io/sonde/odd/OddMethods";
  static final String OLD_NAME = "io/sonde/odd/OldMethods";

  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  private OddMethods(int version, String name) {
    writer.visit(version, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
  }

  private MethodVisitor method(String name, String descriptor) {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  /** With stack map frames. */
  static byte[] classFile(int version) {
    OddMethods odd = new OddMethods(version, NAME);
    odd.leftoversOnTheStack();
    odd.loopAtTheStart();
    odd.wideAcrossTheArguments();
    odd.narrowAndWideAcrossTheArguments();
    odd.uninitializedInFrames();
    odd.returnUnderItsOwnHandler();
    odd.handlerIsTheBody();
    odd.argumentsOfOtherTypes();
    odd.large();
    return odd.writer.toByteArray();
  }

  /** Of Java 1.4: subroutines, no frames. */
  static byte[] oldClassFile() {
    OddMethods odd = new OddMethods(V1_4, OLD_NAME);
    odd.leftoversOnTheStack();
    odd.subroutine();
    odd.returnFromSubroutine();
    return odd.writer.toByteArray();
  }

  private void leftoversOnTheStack() {
    MethodVisitor code = method("leftoversOnTheStack", "(IJ)J");
    code.visitLdcInsn("left over");
    code.visitVarInsn(LLOAD, 1);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(I2L);
    code.visitVarInsn(LLOAD, 1);
    code.visitInsn(LRETURN);
    code.visitMaxs(0, 0);
  }

  /** The first instruction is the target of a jump, so there is a frame at offset 0. */
  private void loopAtTheStart() {
    MethodVisitor code = method("loopAtTheStart", "(I)I");
    Label start = new Label();
    code.visitLabel(start);
    code.visitFrame(F_SAME, 0, null, 0, null);
    code.visitIincInsn(0, -1);
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFGT, start);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
  }

  /** A long in the last slot of the arguments and the first of the variables. */
  private void wideAcrossTheArguments() {
    MethodVisitor code = method("wideAcrossTheArguments", "(II)J");
    Label loop = new Label();
    code.visitLdcInsn(40L);
    code.visitVarInsn(LSTORE, 1);
    code.visitInsn(ICONST_2);
    code.visitVarInsn(ISTORE, 3);
    code.visitLabel(loop);
    code.visitFrame(F_FULL, 3, new Object[] {INTEGER, LONG, INTEGER}, 0, new Object[0]);
    code.visitVarInsn(LLOAD, 1);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(I2L);
    code.visitInsn(LADD);
    code.visitVarInsn(LSTORE, 1);
    code.visitIincInsn(3, -1);
    code.visitVarInsn(ILOAD, 3);
    code.visitJumpInsn(IFGT, loop);
    code.visitVarInsn(LLOAD, 1);
    code.visitInsn(LRETURN);
    code.visitMaxs(0, 0);
  }

  /** The same slots hold a long, then an object and an int. */
  private void narrowAndWideAcrossTheArguments() {
    MethodVisitor code = method("narrowAndWide", "(ILjava/lang/String;)Ljava/lang/String;");
    Label negative = new Label();
    Label join = new Label();
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFLT, negative);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(I2D);
    code.visitVarInsn(DSTORE, 1);
    code.visitVarInsn(DLOAD, 1);
    code.visitMethodInsn(
        INVOKESTATIC, "java/lang/String", "valueOf", "(D)Ljava/lang/String;", false);
    code.visitVarInsn(ASTORE, 1);
    code.visitInsn(ICONST_5);
    code.visitVarInsn(ISTORE, 2);
    code.visitJumpInsn(GOTO, join);
    code.visitLabel(negative);
    code.visitFrame(F_SAME, 0, null, 0, null);
    code.visitInsn(ICONST_1);
    code.visitVarInsn(ISTORE, 2);
    code.visitLabel(join);
    code.visitFrame(F_APPEND, 1, new Object[] {INTEGER}, 0, null);
    code.visitVarInsn(ALOAD, 1);
    code.visitVarInsn(ILOAD, 2);
    code.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/String", "substring", "(I)Ljava/lang/String;", false);
    code.visitInsn(ARETURN);
    code.visitMaxs(0, 0);
  }

  /** An object that is not initialised yet is in a variable and on the stack of a frame. */
  private void uninitializedInFrames() {
    MethodVisitor code = method("uninitializedInFrames", "(I)Ljava/lang/String;");
    Label made = new Label();
    Label odd = new Label();
    Label join = new Label();
    code.visitLabel(made);
    code.visitTypeInsn(NEW, "java/lang/String");
    code.visitInsn(DUP);
    code.visitVarInsn(ASTORE, 1);
    code.visitVarInsn(ALOAD, 1);
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFGT, odd);
    code.visitLdcInsn("not more");
    code.visitJumpInsn(GOTO, join);
    code.visitLabel(odd);
    Object[] locals = {INTEGER, made};
    code.visitFrame(F_FULL, 2, locals, 2, new Object[] {made, made});
    code.visitLdcInsn("more");
    code.visitLabel(join);
    code.visitFrame(F_FULL, 2, locals, 3, new Object[] {made, made, "java/lang/String"});
    code.visitMethodInsn(
        INVOKESPECIAL, "java/lang/String", "<init>", "(Ljava/lang/String;)V", false);
    code.visitInsn(ARETURN);
    code.visitMaxs(0, 0);
  }

  /** The return itself is in the range of a handler for everything. */
  private void returnUnderItsOwnHandler() {
    MethodVisitor code = method("returnUnderItsOwnHandler", "(I)I");
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    code.visitIntInsn(BIPUSH, 100);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IDIV);
    code.visitInsn(IRETURN);
    code.visitLabel(end);
    code.visitLabel(handler);
    code.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    code.visitInsn(POP);
    code.visitIntInsn(BIPUSH, -100);
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
  }

  /** A handler jumps back to the start, as compilers of retry loops make it. */
  private void handlerIsTheBody() {
    MethodVisitor code = method("handlerIsTheBody", "(I)I");
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
    code.visitLabel(start);
    code.visitFrame(F_SAME, 0, null, 0, null);
    code.visitIntInsn(BIPUSH, 100);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IDIV);
    code.visitLabel(end);
    code.visitInsn(IRETURN);
    code.visitLabel(handler);
    code.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/ArithmeticException"});
    code.visitInsn(POP);
    code.visitIincInsn(0, 7);
    code.visitJumpInsn(GOTO, start);
    code.visitMaxs(0, 0);
  }

  /** The slots of the arguments hold values of other types at the return. */
  private void argumentsOfOtherTypes() {
    MethodVisitor code =
        method("argumentsOfOtherTypes", "(Ljava/lang/String;JI)Ljava/lang/Object;");
    Label join = new Label();
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ASTORE, 3);
    code.visitInsn(FCONST_2);
    code.visitVarInsn(FSTORE, 0);
    code.visitInsn(ACONST_NULL);
    code.visitVarInsn(ASTORE, 1);
    code.visitVarInsn(ALOAD, 3);
    code.visitJumpInsn(IFNULL, join);
    code.visitVarInsn(ALOAD, 3);
    code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "trim", "()Ljava/lang/String;", false);
    code.visitVarInsn(ASTORE, 3);
    code.visitLabel(join);
    Object[] locals = {FLOAT, NULL, TOP, "java/lang/String"};
    code.visitFrame(F_FULL, 4, locals, 0, new Object[0]);
    code.visitVarInsn(ALOAD, 3);
    code.visitInsn(ARETURN);
    code.visitMaxs(0, 0);
  }

  /** So long that jumps across it are out of the range of a short. */
  private void large() {
    MethodVisitor code = method("large", "(I)I");
    Label end = new Label();
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFLT, end);
    for (int i = 0; i < 20_000; i++) {
      code.visitIincInsn(0, 1);
    }
    code.visitLabel(end);
    code.visitFrame(F_SAME, 0, null, 0, null);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
  }

  private void subroutine() {
    MethodVisitor code = method("subroutine", "(I)I");
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label subroutine = new Label();
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    code.visitIntInsn(BIPUSH, 100);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IDIV);
    code.visitVarInsn(ISTORE, 1);
    code.visitJumpInsn(JSR, subroutine);
    code.visitVarInsn(ILOAD, 1);
    code.visitLabel(end);
    code.visitInsn(IRETURN);
    code.visitLabel(handler);
    code.visitVarInsn(ASTORE, 2);
    code.visitJumpInsn(JSR, subroutine);
    code.visitVarInsn(ALOAD, 2);
    code.visitInsn(ATHROW);
    code.visitLabel(subroutine);
    code.visitVarInsn(ASTORE, 3);
    code.visitIincInsn(0, 1);
    code.visitVarInsn(RET, 3);
    code.visitMaxs(0, 0);
  }

  /** The subroutine ends the method and never goes back. */
  private void returnFromSubroutine() {
    MethodVisitor code = method("returnFromSubroutine", "(I)I");
    Label subroutine = new Label();
    code.visitJumpInsn(JSR, subroutine);
    code.visitLabel(subroutine);
    code.visitVarInsn(ASTORE, 1);
    code.visitVarInsn(ILOAD, 0);
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
  }
}
