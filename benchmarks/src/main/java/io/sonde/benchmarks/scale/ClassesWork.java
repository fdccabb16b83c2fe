package io.sonde.benchmarks.scale;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads that many generated classes. */
final class ClassesWork {
  private static final int WARM_UP = 300;

  private ClassesWork() {}

  public static void main(String[] arguments) throws Exception {
    int classes = Integer.parseInt(arguments[0]);
    load(new Generated("warm", WARM_UP));
    Generated loader = new Generated("generated", classes);
    long cpu = Probe.threadCpu();
    load(loader);
    Probe.tell("nanos", Probe.threadCpu() - cpu);
    loader.forgetBytes();
    Probe.tell("heap", Probe.liveHeap());
    Probe.tell("metaspace", Probe.metaspace());
    if (loader.loadClass("generated.C0").getClassLoader() != loader) {
      throw new IllegalStateException();
    }
  }

  private static void load(Generated loader) throws ClassNotFoundException {
    for (int i = 0; i < loader.count; i++) {
      Class.forName(loader.prefix + ".C" + i, true, loader);
    }
  }

  private static final class Generated extends ClassLoader {
    final String prefix;
    final int count;
    private final Map<String, byte[]> bytes = new HashMap<>();

    Generated(String prefix, int count) {
      super(ClassesWork.class.getClassLoader());
      this.prefix = prefix;
      this.count = count;
      for (int i = 0; i < count; i++) {
        bytes.put(prefix + ".C" + i, generate(prefix + "/C" + i));
      }
    }

    void forgetBytes() {
      bytes.clear();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = bytes.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }
  }

  /** A class like those of an application: fields, and methods that call each other and the JDK. */
  private static byte[] generate(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    for (int i = 0; i < 8; i++) {
      writer.visitField(Opcodes.ACC_PRIVATE, "field" + i, "Ljava/lang/String;", null, null);
    }
    for (int i = 0; i < 10; i++) {
      String method = "method" + i;
      MethodVisitor code =
          writer.visitMethod(
              Opcodes.ACC_PUBLIC, method, "(Ljava/lang/String;I)Ljava/lang/String;", null, null);
      code.visitCode();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitFieldInsn(Opcodes.PUTFIELD, name, "field" + i % 8, "Ljava/lang/String;");
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitLdcInsn("text of " + name + " " + i);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          "java/lang/String",
          "concat",
          "(Ljava/lang/String;)Ljava/lang/String;",
          false);
      code.visitInsn(Opcodes.ARETURN);
      code.visitMaxs(0, 0);
      code.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }
}
