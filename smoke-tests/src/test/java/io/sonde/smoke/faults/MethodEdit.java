package io.sonde.smoke.faults;

import java.util.function.BiFunction;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One way to break a method. */
final class MethodEdit {
  private static final String TAKES_OBJECT = "(Ljava/lang/Object;)V";

  private final BiFunction<Applied, Method, MethodVisitor> how;

  private record Method(MethodVisitor next, String descriptor, boolean isStatic) {}

  private MethodEdit(BiFunction<Applied, Method, MethodVisitor> how) {
    this.how = how;
  }

  /** The method does nothing; it returns null, zero or false. */
  static MethodEdit emptied() {
    return replaced(null);
  }

  /** The method does nothing and returns {@code constant}: an int, long, double or String. */
  static MethodEdit returning(Object constant) {
    return replaced(constant);
  }

  /** The method first calls {@code static void method()} of {@code owner}. */
  static MethodEdit startingWith(Class<?> owner, String method) {
    return startingWith(owner, method, "()V");
  }

  /**
   * The method first hands its first argument, an object, to {@code static void method(Object)}.
   */
  static MethodEdit startingWithArgument(Class<?> owner, String method) {
    return startingWith(owner, method, TAKES_OBJECT);
  }

  private static MethodEdit startingWith(Class<?> owner, String method, String descriptor) {
    return new MethodEdit(
        (applied, of) ->
            new MethodVisitor(Opcodes.ASM9, of.next) {
              @Override
              public void visitCode() {
                super.visitCode();
                if (descriptor.equals(TAKES_OBJECT)) {
                  super.visitVarInsn(Opcodes.ALOAD, of.isStatic ? 0 : 1);
                }
                super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, Type.getInternalName(owner), method, descriptor, false);
                applied.count++;
              }
            });
  }

  /** Every {@code from} in the method is {@code to}; both are an int, long, double or String. */
  static MethodEdit withConstant(Object from, Object to) {
    return new MethodEdit(
        (applied, of) ->
            new MethodVisitor(Opcodes.ASM9, of.next) {
              @Override
              public void visitLdcInsn(Object value) {
                replace(value, () -> super.visitLdcInsn(value));
              }

              @Override
              public void visitIntInsn(int opcode, int operand) {
                boolean push = opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH;
                replace(push ? operand : null, () -> super.visitIntInsn(opcode, operand));
              }

              @Override
              public void visitInsn(int opcode) {
                boolean push = opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5;
                replace(push ? opcode - Opcodes.ICONST_0 : null, () -> super.visitInsn(opcode));
              }

              private void replace(Object value, Runnable otherwise) {
                if (from.equals(value)) {
                  super.visitLdcInsn(to);
                  applied.count++;
                } else {
                  otherwise.run();
                }
              }
            });
  }

  /** The method does not call {@code name}; null, zero or false is in place of a result. */
  static MethodEdit withoutCall(String name) {
    return new MethodEdit(
        (applied, of) ->
            new MethodVisitor(Opcodes.ASM9, of.next) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String method, String descriptor, boolean isInterface) {
                if (!method.equals(name)) {
                  super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
                  return;
                }
                Type[] arguments = Type.getArgumentTypes(descriptor);
                for (int i = arguments.length - 1; i >= 0; i--) {
                  super.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
                }
                if (opcode != Opcodes.INVOKESTATIC) {
                  super.visitInsn(Opcodes.POP);
                }
                push(mv, Type.getReturnType(descriptor));
                applied.count++;
              }
            });
  }

  /** What is lower-cased in the method is so by the locale of the JVM. */
  static MethodEdit withDefaultLocale() {
    return new MethodEdit(
        (applied, of) ->
            new MethodVisitor(Opcodes.ASM9, of.next) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String method, String descriptor, boolean isInterface) {
                if (method.equals("toLowerCase")) {
                  super.visitInsn(Opcodes.POP);
                  super.visitMethodInsn(opcode, owner, method, "()Ljava/lang/String;", false);
                  applied.count++;
                } else {
                  super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
                }
              }
            });
  }

  /** The edit of all methods of that name. */
  Applied apply(ClassVisitor next, String method) {
    return new Applied(next, method);
  }

  /** Counts what it edits. */
  final class Applied extends ClassVisitor {
    private final String method;
    private int count;

    private Applied(ClassVisitor next, String method) {
      super(Opcodes.ASM9, next);
      this.method = method;
    }

    int count() {
      return count;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return name.equals(method) && (access & Opcodes.ACC_ABSTRACT) == 0
          ? how.apply(this, new Method(next, descriptor, (access & Opcodes.ACC_STATIC) != 0))
          : next;
    }
  }

  private static MethodEdit replaced(Object constant) {
    return new MethodEdit(
        (applied, of) -> {
          Type result = Type.getReturnType(of.descriptor);
          of.next.visitCode();
          if (constant == null) {
            push(of.next, result);
          } else {
            of.next.visitLdcInsn(constant);
          }
          of.next.visitInsn(result.getOpcode(Opcodes.IRETURN));
          of.next.visitMaxs(0, 0);
          of.next.visitEnd();
          applied.count++;
          return null;
        });
  }

  private static void push(MethodVisitor code, Type type) {
    switch (type.getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> code.visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> code.visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> code.visitInsn(Opcodes.DCONST_0);
      case Type.ARRAY, Type.OBJECT -> code.visitInsn(Opcodes.ACONST_NULL);
      default -> code.visitInsn(Opcodes.ICONST_0);
    }
  }
}
