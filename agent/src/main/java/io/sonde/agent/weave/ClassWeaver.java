package io.sonde.agent.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves rules into one class. */
final class ClassWeaver extends ClassVisitor {
  /** The newest class files that ASM reads. */
  private static final int NEWEST = Opcodes.V27;

  private final Rule[] rules;
  private String className;
  private int version;
  private boolean woven;

  private ClassWeaver(ClassWriter writer, Rule[] rules) {
    super(Opcodes.ASM9, writer);
    this.rules = rules;
  }

  /** Whether these are the bytes of a class: loaders that decrypt pass others, too. */
  static boolean isClassFile(byte[] file) {
    return file.length > 10
        && file[0] == (byte) 0xCA
        && file[1] == (byte) 0xFE
        && file[2] == (byte) 0xBA
        && file[3] == (byte) 0xBE;
  }

  /** Whether the class file is of a later Java than can be woven. */
  static boolean isTooNew(byte[] file) {
    return ((file[6] & 255) << 8 | file[7] & 255) > NEWEST;
  }

  /** The woven class, or null when no method matched. */
  static byte[] weave(byte[] classFile, Rule[] rules) {
    ClassReader reader = new ClassReader(classFile);
    if ((reader.getAccess() & Opcodes.ACC_INTERFACE) != 0) {
      return null;
    }
    // Methods that are not woven are copied as bytes. Never COMPUTE_FRAMES: it loads classes.
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ClassWeaver weaver = new ClassWeaver(writer, rules);
    reader.accept(weaver, ClassReader.EXPAND_FRAMES);
    return weaver.woven ? writer.toByteArray() : null;
  }

  @Override
  public void visit(
      int classVersion, int access, String name, String signature, String parent, String[] types) {
    className = name;
    version = classVersion & 0xffff;
    super.visit(classVersion, access, name, signature, parent, types);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return visitor;
    }
    for (Rule rule : rules) {
      if (rule.matches(name, descriptor)) {
        boolean constructor = name.equals("<init>");
        if (constructor && rule.exit != null) {
          throw new IllegalStateException("a constructor cannot have an exit");
        }
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        WovenMethod method =
            new WovenMethod(className, version, isStatic, constructor, descriptor, rule);
        visitor =
            rule.exit == null ? new EnterWeaver(visitor, method) : new ExitWeaver(visitor, method);
        woven = true;
      }
    }
    return visitor;
  }
}
