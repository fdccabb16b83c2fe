package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method that is woven and the rule for it: types, slots, frames and the calls of the advice. */
final class WovenMethod {
  private static final String FAILURES = "io/sonde/bootstrap/Failures";

  private final String className;
  private final boolean isStatic;
  private final boolean constructor;
  private final Rule rule;
  private final String targetPackage;

  /** Whether the class file has stack map frames. */
  final boolean frames;

  final Type[] arguments;
  final int[] argumentSlots;
  final Type returnType;

  /** The first slot behind the arguments: where the advice's own variables go. */
  final int ownSlot;

  WovenMethod(
      String className,
      int version,
      boolean isStatic,
      boolean constructor,
      String descriptor,
      Rule rule) {
    this.className = className;
    this.isStatic = isStatic;
    this.constructor = constructor;
    this.rule = rule;
    targetPackage = className.substring(0, className.lastIndexOf('/') + 1);
    frames = version >= Opcodes.V1_6;
    arguments = Type.getArgumentTypes(descriptor);
    returnType = Type.getReturnType(descriptor);
    argumentSlots = new int[arguments.length];
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < arguments.length; i++) {
      argumentSlots[i] = slot;
      slot += arguments[i].getSize();
    }
    ownSlot = slot;
  }

  Rule.Call enter() {
    return rule.enter;
  }

  Rule.Call exit() {
    return rule.exit;
  }

  Type objectType() {
    return Type.getObjectType(className);
  }

  /** Whether there is a receiver to pass: in a constructor it is not initialised yet. */
  boolean hasThis() {
    return !isStatic && !constructor;
  }

  /** What the enter method returns, as it is named where the woven class is. */
  Type enterResult() {
    return rule.enter == null
        ? Type.VOID_TYPE
        : Type.getReturnType(rule.unit.relocate(targetPackage, rule.enter.descriptor));
  }

  /** Calls the advice; its arguments are on the stack. */
  void invoke(MethodVisitor code, Rule.Call call) {
    String owner = rule.unit.nameIn(targetPackage, rule.adviceClass);
    String descriptor = rule.unit.relocate(targetPackage, call.descriptor);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, call.name, descriptor, false);
  }

  /** The types that the advice wants, as they are named where the woven class is. */
  Type[] parameters(Rule.Call call) {
    return Type.getArgumentTypes(rule.unit.relocate(targetPackage, call.descriptor));
  }

  /** Takes the throwable on the stack to the failures. */
  void failed(MethodVisitor code) {
    code.visitIntInsn(Opcodes.SIPUSH, rule.id);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, FAILURES, "caught", "(Ljava/lang/Throwable;I)V", false);
  }

  /** Stores the result of an advice, which is on the stack, where a value of {@code type} is. */
  static void storeResult(MethodVisitor code, Type result, Type type, int slot) {
    convert(code, result, type);
    code.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
  }

  /** Loads a value of {@code type} for a parameter of type {@code wanted}. */
  static void load(MethodVisitor code, Type type, int slot, Type wanted) {
    code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
    convert(code, type, wanted);
  }

  private static void convert(MethodVisitor code, Type from, Type to) {
    boolean objects = from.getSort() >= Type.ARRAY && to.getSort() >= Type.ARRAY;
    if (!objects && !from.equals(to)) {
      throw new IllegalStateException("advice wants " + to + " where there is " + from);
    }
    if (objects && !from.equals(to) && !to.getInternalName().equals("java/lang/Object")) {
      code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }
  }

  /** Pushes null or zero. */
  static void pushDefault(MethodVisitor code, Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        code.visitInsn(Opcodes.LCONST_0);
        break;
      case Type.DOUBLE:
        code.visitInsn(Opcodes.DCONST_0);
        break;
      case Type.FLOAT:
        code.visitInsn(Opcodes.FCONST_0);
        break;
      case Type.ARRAY:
      case Type.OBJECT:
        code.visitInsn(Opcodes.ACONST_NULL);
        break;
      default:
        code.visitInsn(Opcodes.ICONST_0);
    }
  }

  /** A frame in which the receiver and all arguments still are what they were at the start. */
  void startFrame(MethodVisitor code, List<Type> own, Object[] stack) {
    if (!frames) {
      return;
    }
    List<Object> locals = new ArrayList<Object>();
    if (constructor) {
      locals.add(Opcodes.UNINITIALIZED_THIS);
    } else if (!isStatic) {
      locals.add(className);
    }
    for (Type argument : arguments) {
      locals.add(frameType(argument));
    }
    frame(code, locals, own, stack);
  }

  /** A frame in which nothing is known of receiver and arguments, which the body may reuse. */
  void bodyFrame(MethodVisitor code, List<Type> own, Object[] stack) {
    if (!frames) {
      return;
    }
    List<Object> locals = new ArrayList<Object>();
    for (int i = 0; i < ownSlot; i++) {
      locals.add(Opcodes.TOP);
    }
    frame(code, locals, own, stack);
  }

  private static void frame(
      MethodVisitor code, List<Object> locals, List<Type> own, Object[] stack) {
    for (Type type : own) {
      locals.add(frameType(type));
    }
    code.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
  }

  static Object frameType(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.ARRAY:
      case Type.OBJECT:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
