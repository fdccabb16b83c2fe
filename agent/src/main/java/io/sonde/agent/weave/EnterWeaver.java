package io.sonde.agent.weave;

import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts the enter call, and the handler of its failure, before the body.
 *
 * <pre>
 *   try { [token =] [argument =] Advice.enter(...) } catch (Throwable t) { Failures.caught(t, id) }
 *   body
 * </pre>
 */
class EnterWeaver extends MethodVisitor {
  static final Object[] EMPTY_STACK = {};
  static final Object[] THROWABLE_STACK = {"java/lang/Throwable"};

  final WovenMethod method;

  EnterWeaver(MethodVisitor next, WovenMethod method) {
    super(Opcodes.ASM9, next);
    this.method = method;
  }

  @Override
  public void visitCode() {
    mv.visitCode();
    if (method.enter() != null) {
      enter(Collections.<Type>emptyList(), -1);
    }
  }

  /**
   * @param own the types of the advice's variables, which have values already
   * @param tokenSlot where the result goes, or -1
   */
  final void enter(List<Type> own, int tokenSlot) {
    Rule.Call enter = method.enter();
    Label start = new Label();
    Label end = new Label();
    Label failed = new Label();
    Label body = new Label();
    mv.visitTryCatchBlock(start, end, failed, "java/lang/Throwable");
    mv.visitLabel(start);
    Type[] parameters = method.parameters(enter);
    for (int i = 0; i < parameters.length; i++) {
      loadAtStart(enter.bindings[i], parameters[i]);
    }
    method.invoke(mv, enter);
    Type result = method.enterResult();
    if (enter.replaces >= 0 && enter.replaces < method.arguments.length) {
      Type argument = method.arguments[enter.replaces];
      WovenMethod.storeResult(mv, result, argument, method.argumentSlots[enter.replaces]);
    } else if (tokenSlot >= 0) {
      mv.visitVarInsn(result.getOpcode(Opcodes.ISTORE), tokenSlot);
    } else if (result.getSize() > 0) {
      mv.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
    mv.visitLabel(end);
    mv.visitJumpInsn(Opcodes.GOTO, body);
    mv.visitLabel(failed);
    method.startFrame(mv, own, THROWABLE_STACK);
    method.failed(mv);
    mv.visitLabel(body);
    method.startFrame(mv, own, EMPTY_STACK);
    // The body may begin with a frame of its own; two at one offset are invalid.
    mv.visitInsn(Opcodes.NOP);
  }

  private void loadAtStart(int binding, Type wanted) {
    if (binding == Rule.Call.THIS && method.hasThis()) {
      WovenMethod.load(mv, method.objectType(), 0, wanted);
    } else if (binding >= 0 && binding < method.arguments.length) {
      int slot = method.argumentSlots[binding];
      WovenMethod.load(mv, method.arguments[binding], slot, wanted);
    } else {
      WovenMethod.pushDefault(mv, wanted);
    }
  }
}
