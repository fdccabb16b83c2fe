package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * An advice class for all methods whose parameters and result are of the same kinds, generated: it
 * passes everything that it is given to {@link Events}. It carries the annotations of ByteBuddy as
 * well, so that both weavers can weave the very same advice. Its name says all of it.
 *
 * @param self whether the receiver is passed
 * @param arguments one letter for each argument that is passed: {@code L} for objects and arrays,
 *     else as in descriptors
 * @param result likewise, or {@code V}
 */
record AdviceShape(Mode mode, boolean self, String arguments, char result) {
  static final String PACKAGE = "io/sonde/shapes/";

  /** Arguments behind these are not passed; a method can take no more than 255. */
  private static final int PASSED = 20;

  private static final String EVENTS = "io/sonde/agent/weave/Events";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String ADVICE = "Lnet/bytebuddy/asm/Advice$";

  enum Mode {
    BOTH,
    ENTER,
    EXIT,
    REPLACE_ARGUMENT,
    REPLACE_RETURN
  }

  /** The shape for a method that comes nearest to the mode that is wanted. */
  static AdviceShape of(Mode wanted, int access, String name, String descriptor) {
    StringBuilder letters = new StringBuilder();
    for (Type type : Type.getArgumentTypes(descriptor)) {
      if (letters.length() < PASSED) {
        letters.append(letter(type));
      }
    }
    char result = letter(Type.getReturnType(descriptor));
    boolean constructor = name.equals("<init>");
    Mode mode = wanted;
    if (mode == Mode.REPLACE_ARGUMENT && letters.length() == 0) {
      mode = Mode.BOTH;
    }
    if (mode == Mode.REPLACE_RETURN && result == 'V') {
      mode = Mode.EXIT;
    }
    if (constructor && mode != Mode.REPLACE_ARGUMENT) {
      mode = Mode.ENTER;
    }
    boolean self = (access & Opcodes.ACC_STATIC) == 0 && !constructor;
    return new AdviceShape(mode, self, letters.toString(), result);
  }

  /** The shape of that internal name. */
  static AdviceShape parse(String name) {
    String[] parts = name.substring(PACKAGE.length()).split("\\$", -1);
    return new AdviceShape(
        Mode.valueOf(parts[0]), parts[1].equals("i"), parts[2], parts[3].charAt(0));
  }

  String name() {
    return PACKAGE + mode + '$' + (self ? 'i' : 's') + '$' + arguments + '$' + result;
  }

  private static char letter(Type type) {
    return type.getSort() >= Type.ARRAY ? 'L' : type.getDescriptor().charAt(0);
  }

  private static String descriptor(char letter) {
    return letter == 'L' ? OBJECT : String.valueOf(letter);
  }

  private boolean hasEnter() {
    return mode == Mode.BOTH || mode == Mode.ENTER || mode == Mode.REPLACE_ARGUMENT;
  }

  private boolean hasExit() {
    return mode == Mode.BOTH || mode == Mode.EXIT || mode == Mode.REPLACE_RETURN;
  }

  private int replaced() {
    return mode == Mode.REPLACE_ARGUMENT ? arguments.length() - 1 : -1;
  }

  private String enterDescriptor() {
    String result = replaced() < 0 ? OBJECT : descriptor(arguments.charAt(replaced()));
    return '(' + passed() + ')' + result;
  }

  private String exitDescriptor() {
    return '('
        + (mode == Mode.BOTH ? OBJECT : "")
        + passed()
        + (result == 'V' ? "" : descriptor(result))
        + (mode == Mode.REPLACE_RETURN ? "" : "Ljava/lang/Throwable;")
        + ')'
        + (mode == Mode.REPLACE_RETURN ? descriptor(result) : "V");
  }

  private String passed() {
    StringBuilder text = new StringBuilder(self ? OBJECT : "");
    for (int i = 0; i < arguments.length(); i++) {
      text.append(descriptor(arguments.charAt(i)));
    }
    return text.toString();
  }

  // ---- the rule for our weaver

  IndexText.RuleText rule(List<String> methods) {
    IndexText.CallText enter = null;
    if (hasEnter()) {
      enter = new IndexText.CallText("enter", enterDescriptor(), replaced(), bindings(false));
    }
    IndexText.CallText exit = null;
    if (hasExit()) {
      int replaces = mode == Mode.REPLACE_RETURN ? 1 : 0;
      exit = new IndexText.CallText("exit", exitDescriptor(), replaces, bindings(true));
    }
    return new IndexText.RuleText(name(), List.of(), List.of(), methods, enter, exit);
  }

  private byte[] bindings(boolean exit) {
    List<Byte> found = new ArrayList<>();
    if (exit && mode == Mode.BOTH) {
      found.add(IndexText.TOKEN);
    }
    if (self) {
      found.add(IndexText.THIS);
    }
    for (int i = 0; i < arguments.length(); i++) {
      found.add((byte) i);
    }
    if (exit && result != 'V') {
      found.add(IndexText.RETURN);
    }
    if (exit && mode != Mode.REPLACE_RETURN) {
      found.add(IndexText.THROWN);
    }
    byte[] bytes = new byte[found.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = found.get(i);
    }
    return bytes;
  }

  // ---- the class, with the annotations for ByteBuddy

  byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V1_5, access, name(), null, "java/lang/Object", null);
    if (hasEnter()) {
      method(writer, false);
    }
    if (hasExit()) {
      method(writer, true);
    }
    return writer.toByteArray();
  }

  private void method(ClassWriter writer, boolean exit) {
    String descriptor = exit ? exitDescriptor() : enterDescriptor();
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            exit ? "exit" : "enter",
            descriptor,
            null,
            null);
    annotate(code, exit);
    code.visitCode();
    Type[] types = Type.getArgumentTypes(descriptor);
    int[] next = {0, 0};
    code.visitLdcInsn(name());
    if (exit) {
      loadIf(mode == Mode.BOTH, code, types, next);
    }
    loadIf(self, code, types, next);
    code.visitIntInsn(Opcodes.BIPUSH, arguments.length());
    code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    for (int i = 0; i < arguments.length(); i++) {
      code.visitInsn(Opcodes.DUP);
      code.visitIntInsn(Opcodes.BIPUSH, i);
      loadIf(true, code, types, next);
      code.visitInsn(Opcodes.AASTORE);
    }
    Type wanted = Type.getReturnType(descriptor);
    if (exit) {
      loadIf(result != 'V', code, types, next);
      loadIf(mode != Mode.REPLACE_RETURN, code, types, next);
      call(code, "exit", "(Ljava/lang/String;" + OBJECT + OBJECT + '[' + OBJECT + OBJECT + OBJECT);
    } else if (replaced() >= 0) {
      call(code, "replaceArgument", "(Ljava/lang/String;" + OBJECT + '[' + OBJECT);
    } else {
      call(code, "enter", "(Ljava/lang/String;" + OBJECT + '[' + OBJECT);
    }
    unbox(code, wanted);
    code.visitInsn(wanted.getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
  }

  private static void call(MethodVisitor code, String name, String parameters) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, EVENTS, name, parameters + ')' + OBJECT, false);
  }

  /** Loads the next parameter, boxed; null when there is none. */
  private static void loadIf(boolean there, MethodVisitor code, Type[] types, int[] next) {
    if (!there) {
      code.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    Type type = types[next[0]++];
    code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), next[1]);
    next[1] += type.getSize();
    if (type.getSort() < Type.ARRAY) {
      String box = box(type);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, box, "valueOf", "(" + type + ")L" + box + ";", false);
    }
  }

  private static void unbox(MethodVisitor code, Type type) {
    if (type.getSort() == Type.VOID) {
      code.visitInsn(Opcodes.POP);
    } else if (type.getSort() < Type.ARRAY) {
      String box = box(type);
      code.visitTypeInsn(Opcodes.CHECKCAST, box);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, box, type.getClassName() + "Value", "()" + type, false);
    }
  }

  private static String box(Type type) {
    switch (type.getSort()) {
      case Type.INT:
        return "java/lang/Integer";
      case Type.CHAR:
        return "java/lang/Character";
      default:
        String name = type.getClassName();
        return "java/lang/" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
  }

  private void annotate(MethodVisitor code, boolean exit) {
    String kind = ADVICE + (exit ? "OnMethodExit;" : "OnMethodEnter;");
    AnnotationVisitor method = code.visitAnnotation(kind, true);
    method.visit("suppress", Type.getType(Throwable.class));
    if (exit && mode != Mode.REPLACE_RETURN) {
      method.visit("onThrowable", Type.getType(Throwable.class));
    }
    method.visit("inline", false);
    method.visitEnd();
    if (exit ? mode == Mode.REPLACE_RETURN : replaced() >= 0) {
      assign(code, exit);
    }
    int at = 0;
    for (byte binding : bindings(exit)) {
      parameter(code, at++, binding, exit);
    }
  }

  private void assign(MethodVisitor code, boolean exit) {
    String kind = ADVICE + "AssignReturned$" + (exit ? "ToReturned;" : "ToArguments;");
    AnnotationVisitor assigned = code.visitAnnotation(kind, true);
    AnnotationVisitor target = assigned;
    AnnotationVisitor array = null;
    if (!exit) {
      array = assigned.visitArray("value");
      target = array.visitAnnotation(null, ADVICE + "AssignReturned$ToArguments$ToArgument;");
      target.visit("value", replaced());
    }
    target.visitEnum(
        "typing", "Lnet/bytebuddy/implementation/bytecode/assign/Assigner$Typing;", "DYNAMIC");
    if (array != null) {
      target.visitEnd();
      array.visitEnd();
    }
    assigned.visitEnd();
    AnnotationVisitor scalar = code.visitAnnotation(ADVICE + "AssignReturned$AsScalar;", true);
    scalar.visit("skipOnDefaultValue", false);
    scalar.visitEnd();
  }

  private void parameter(MethodVisitor code, int at, byte binding, boolean exit) {
    String kind;
    switch (binding) {
      case IndexText.THIS:
        kind = "This;";
        break;
      case IndexText.TOKEN:
        kind = "Enter;";
        break;
      case IndexText.RETURN:
        kind = "Return;";
        break;
      case IndexText.THROWN:
        kind = "Thrown;";
        break;
      default:
        kind = "Argument;";
    }
    AnnotationVisitor annotation = code.visitParameterAnnotation(at, ADVICE + kind, true);
    if (binding >= 0) {
      annotation.visit("value", (int) binding);
    }
    annotation.visitEnd();
  }
}
