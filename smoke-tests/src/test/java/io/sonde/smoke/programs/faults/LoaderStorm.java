package io.sonde.smoke.programs.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Loads many generated classes through many loaders, on several threads, as it starts. */
public final class LoaderStorm extends ClassLoader {
  private static final int THREADS = 8;
  private static final int LOADERS = 50;
  private static final int CLASSES = 100;

  private LoaderStorm() {
    super(LoaderStorm.class.getClassLoader());
  }

  public static void main(String[] args) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger loaded = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (next.getAndIncrement() < LOADERS) {
                  loaded.addAndGet(new LoaderStorm().load());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("loaded " + loaded);
    while (System.in.read() >= 0) {
      // Until it is told to end.
    }
  }

  private int load() {
    String parent = "java/util/concurrent/ThreadPoolExecutor$AbortPolicy";
    for (int i = 0; i < CLASSES; i++) {
      ClassWriter writer = new ClassWriter(0);
      String name = "storm/Generated" + i;
      writer.visit(
          Opcodes.V1_8,
          Opcodes.ACC_PUBLIC,
          name,
          null,
          parent,
          new String[] {"java/lang/Runnable", "java/util/concurrent/Callable"});
      writer.visitEnd();
      byte[] classFile = writer.toByteArray();
      Class<?> type = defineClass(name.replace('/', '.'), classFile, 0, classFile.length);
      type.getDeclaredMethods();
      parent = name;
    }
    return CLASSES;
  }
}
