package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * Puts the enter call before the body and the exit call behind it, returned or thrown.
 *
 * <p>The advice's variables (the token, copies of what the exit call wants of receiver and
 * arguments, which the body may overwrite, and the result) go right behind the arguments; the
 * body's own move up, in its frames too. The exit call stands at every return, where the stack may
 * hold leftovers, so nothing is merged but the handlers. Handlers of the exit call come first in
 * the exception table, lest a handler of the body catches what the advice throws; the one around
 * the body comes last.
 */
final class ExitWeaver extends EnterWeaver {
  private static final int RESULT_SIZE = 2;

  private final List<Type> own = new ArrayList<Type>();
  private final List<Type> ownAndReturn = new ArrayList<Type>();
  private final List<Type> ownAndThrown = new ArrayList<Type>();
  private final int[] bindingSlots;
  private final int tokenSlot;
  private final int resultSlot;
  private final int shift;
  private final boolean hasThrowExit;

  private final List<Object[]> bodyHandlers = new ArrayList<Object[]>();
  private final List<Label> exitRanges = new ArrayList<Label>();
  private final List<Label> bodyRanges = new ArrayList<Label>();

  ExitWeaver(MethodVisitor next, WovenMethod method) {
    super(next, method);
    Rule.Call exit = method.exit();
    int slot = method.ownSlot;
    boolean hasToken =
        method.enter() != null && method.enter().replaces < 0 && method.enterResult().getSize() > 0;
    tokenSlot = hasToken ? slot : -1;
    if (hasToken) {
      own.add(method.enterResult());
      slot += method.enterResult().getSize();
    }
    bindingSlots = new int[exit.bindings.length];
    for (int i = 0; i < bindingSlots.length; i++) {
      Type type = boundType(exit.bindings[i]);
      bindingSlots[i] = type == null ? -1 : slot;
      if (type != null) {
        own.add(type);
        slot += type.getSize();
      }
    }
    resultSlot = slot;
    shift = slot + RESULT_SIZE - method.ownSlot;
    ownAndReturn.addAll(own);
    if (method.returnType.getSize() > 0) {
      ownAndReturn.add(method.returnType);
    }
    ownAndThrown.addAll(own);
    ownAndThrown.add(Type.getObjectType("java/lang/Throwable"));
    hasThrowExit = exit.replaces != 1;
  }

  /** The type of a receiver or argument that the exit call wants, or null. */
  private Type boundType(int binding) {
    if (binding == Rule.Call.THIS) {
      return method.hasThis() ? method.objectType() : null;
    }
    return binding >= 0 && binding < method.arguments.length ? method.arguments[binding] : null;
  }

  @Override
  public void visitCode() {
    mv.visitCode();
    if (tokenSlot >= 0) {
      WovenMethod.pushDefault(mv, method.enterResult());
      mv.visitVarInsn(method.enterResult().getOpcode(Opcodes.ISTORE), tokenSlot);
    }
    for (int i = 0; i < bindingSlots.length; i++) {
      if (bindingSlots[i] >= 0) {
        int binding = method.exit().bindings[i];
        Type type = boundType(binding);
        int from = binding == Rule.Call.THIS ? 0 : method.argumentSlots[binding];
        mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), from);
        mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), bindingSlots[i]);
      }
    }
    if (method.enter() != null) {
      enter(own, tokenSlot);
    }
    beginBodyRange();
  }

  private void beginBodyRange() {
    Label start = new Label();
    mv.visitLabel(start);
    bodyRanges.add(start);
  }

  private void endBodyRange() {
    Label end = new Label();
    mv.visitLabel(end);
    bodyRanges.add(end);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
      super.visitInsn(opcode);
      return;
    }
    Type type = method.returnType;
    if (opcode != Opcodes.RETURN) {
      mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), resultSlot);
    }
    endBodyRange();
    exitCall(type, null);
    returnResult();
    beginBodyRange();
  }

  private void returnResult() {
    if (method.returnType.getSize() > 0) {
      mv.visitVarInsn(method.returnType.getOpcode(Opcodes.ILOAD), resultSlot);
    }
    mv.visitInsn(method.returnType.getOpcode(Opcodes.IRETURN));
  }

  /**
   * @param returned the type of what is in the result slot, when the body returned; or null
   * @param thrown likewise, when it threw
   */
  private void exitCall(Type returned, Type thrown) {
    Label start = new Label();
    mv.visitLabel(start);
    Rule.Call exit = method.exit();
    Type[] parameters = method.parameters(exit);
    for (int i = 0; i < parameters.length; i++) {
      switch (exit.bindings[i]) {
        case Rule.Call.TOKEN:
          loadOrDefault(method.enterResult(), tokenSlot, parameters[i]);
          break;
        case Rule.Call.RETURN:
          boolean hasValue = returned != null && returned.getSize() > 0;
          loadOrDefault(returned, hasValue ? resultSlot : -1, parameters[i]);
          break;
        case Rule.Call.THROWN:
          loadOrDefault(thrown, thrown == null ? -1 : resultSlot, parameters[i]);
          break;
        default:
          loadOrDefault(boundType(exit.bindings[i]), bindingSlots[i], parameters[i]);
      }
    }
    method.invoke(mv, exit);
    if (exit.replaces == 1) {
      Type result = Type.getReturnType(exit.descriptor);
      WovenMethod.storeResult(mv, result, returned, resultSlot);
    }
    Label end = new Label();
    mv.visitLabel(end);
    if (thrown == null) {
      exitRanges.add(start);
      exitRanges.add(end);
    } else {
      Label failed = new Label();
      Label rethrow = new Label();
      mv.visitTryCatchBlock(start, end, failed, "java/lang/Throwable");
      mv.visitJumpInsn(Opcodes.GOTO, rethrow);
      mv.visitLabel(failed);
      method.bodyFrame(mv, ownAndThrown, THROWABLE_STACK);
      method.failed(mv);
      mv.visitLabel(rethrow);
      method.bodyFrame(mv, ownAndThrown, EMPTY_STACK);
      mv.visitVarInsn(Opcodes.ALOAD, resultSlot);
      mv.visitInsn(Opcodes.ATHROW);
    }
  }

  private void loadOrDefault(Type type, int slot, Type wanted) {
    if (slot < 0) {
      WovenMethod.pushDefault(mv, wanted);
    } else {
      WovenMethod.load(mv, type, slot, wanted);
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    endBodyRange();
    if (!exitRanges.isEmpty()) {
      Label failed = new Label();
      mv.visitLabel(failed);
      method.bodyFrame(mv, ownAndReturn, THROWABLE_STACK);
      method.failed(mv);
      returnResult();
      addHandler(exitRanges, failed);
    }
    Label thrown = null;
    if (hasThrowExit) {
      thrown = new Label();
      mv.visitLabel(thrown);
      method.bodyFrame(mv, own, THROWABLE_STACK);
      mv.visitVarInsn(Opcodes.ASTORE, resultSlot);
      exitCall(null, Type.getObjectType("java/lang/Throwable"));
    }
    for (Object[] handler : bodyHandlers) {
      mv.visitTryCatchBlock(
          (Label) handler[0], (Label) handler[1], (Label) handler[2], (String) handler[3]);
    }
    if (thrown != null) {
      addHandler(bodyRanges, thrown);
    }
    mv.visitMaxs(maxStack, maxLocals);
  }

  private void addHandler(List<Label> ranges, Label handler) {
    for (int i = 0; i + 1 < ranges.size(); i += 2) {
      if (ranges.get(i).getOffset() < ranges.get(i + 1).getOffset()) {
        mv.visitTryCatchBlock(ranges.get(i), ranges.get(i + 1), handler, "java/lang/Throwable");
      }
    }
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    bodyHandlers.add(new Object[] {start, end, handler, type});
  }

  /** Type annotations of handlers go by their number, which has changed. */
  @Override
  public AnnotationVisitor visitTryCatchAnnotation(
      int typeRef, TypePath path, String descriptor, boolean visible) {
    return null;
  }

  // ---- the body's variables move up

  private int moved(int slot) {
    return slot < method.ownSlot ? slot : slot + shift;
  }

  /**
   * A wide variable of the body in the last slot of the arguments and the first behind them has the
   * result's slots until there is a result.
   */
  private int moved(int slot, boolean wide) {
    return wide && slot == method.ownSlot - 1 ? resultSlot : moved(slot);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    boolean wide =
        opcode == Opcodes.LLOAD
            || opcode == Opcodes.DLOAD
            || opcode == Opcodes.LSTORE
            || opcode == Opcodes.DSTORE;
    mv.visitVarInsn(opcode, moved(slot, wide));
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    mv.visitIincInsn(moved(slot), increment);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    boolean wide = Type.getType(descriptor).getSize() == 2;
    mv.visitLocalVariable(name, descriptor, signature, start, end, moved(slot, wide));
  }

  @Override
  public AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      TypePath path,
      Label[] start,
      Label[] end,
      int[] slots,
      String descriptor,
      boolean visible) {
    int[] to = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      to[i] = moved(slots[i]);
    }
    return mv.visitLocalVariableAnnotation(typeRef, path, start, end, to, descriptor, visible);
  }

  @Override
  public void visitFrame(
      int kind, int localCount, Object[] locals, int stackCount, Object[] stack) {
    List<Object> moved = new ArrayList<Object>(localCount + shift);
    Object across = null;
    int slot = 0;
    int i = 0;
    for (; i < localCount && slot < method.ownSlot; i++) {
      int size = size(locals[i]);
      if (slot + size > method.ownSlot) {
        across = locals[i];
        moved.add(Opcodes.TOP);
      } else {
        moved.add(locals[i]);
      }
      slot += size;
    }
    for (; slot < method.ownSlot; slot++) {
      moved.add(Opcodes.TOP);
    }
    for (Type type : own) {
      moved.add(WovenMethod.frameType(type));
    }
    if (across != null) {
      moved.add(across);
      // The second of its slots, as it was numbered.
      moved.add(Opcodes.TOP);
    } else if (i < localCount) {
      moved.add(Opcodes.TOP);
      moved.add(Opcodes.TOP);
    }
    for (; i < localCount; i++) {
      moved.add(locals[i]);
    }
    mv.visitFrame(kind, moved.size(), moved.toArray(), stackCount, stack);
  }

  private static int size(Object frameType) {
    return frameType == Opcodes.LONG || frameType == Opcodes.DOUBLE ? 2 : 1;
  }
}
