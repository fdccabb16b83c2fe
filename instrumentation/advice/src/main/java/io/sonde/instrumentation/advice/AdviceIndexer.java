package io.sonde.instrumentation.advice;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The build step between the instrumentation modules and the agent: finds every {@link
 * Instrumentation} on the class path and writes
 *
 * <ul>
 *   <li>{@code sonde.index}: what is woven, with which bytes, referring to what of the library. The
 *       agent reads it whole at start-up (one entry of the jar, so a jar that is replaced while the
 *       JVM runs does no harm, fault B12);
 *   <li>the class files of the advice for boot classes, which the agent's jar carries as they are.
 * </ul>
 */
public final class AdviceIndexer {
  /** Also checked by the agent's reader. */
  private static final int FORMAT = 3;

  private AdviceIndexer() {}

  /**
   * @param args the directory to write to; the class path to search is the program's own
   */
  public static void main(String[] args) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("instrumentation")) {
        collect(Paths.get(entry), classes);
      }
    }
    Path target = Paths.get(args[0]);
    Files.createDirectories(target);
    List<AdviceUnit> units = units(classes);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    out.writeShort(units.size());
    for (AdviceUnit unit : units) {
      unit.write(out);
      if (unit.boot) {
        for (Map.Entry<String, byte[]> e : unit.classes.entrySet()) {
          Path file = target.resolve(e.getKey() + ".class");
          Files.createDirectories(file.getParent());
          Files.write(file, e.getValue());
        }
      }
    }
    Files.write(target.resolve("sonde.index"), bytes.toByteArray());
  }

  private static void collect(Path entry, Map<String, byte[]> classes) throws IOException {
    if (Files.isDirectory(entry)) {
      collectTree(entry, classes);
    } else if (Files.exists(entry)) {
      try (FileSystem jar = FileSystems.newFileSystem(entry, (ClassLoader) null)) {
        collectTree(jar.getPath("/"), classes);
      }
    }
  }

  private static void collectTree(Path root, Map<String, byte[]> classes) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(f -> f.toString().endsWith(".class")).collect(Collectors.toList());
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      classes.put(new ClassReader(bytes).getClassName(), bytes);
    }
  }

  private static List<AdviceUnit> units(Map<String, byte[]> classes) {
    Map<String, AdviceUnit> units = new TreeMap<>();
    classes.forEach(
        (name, bytes) -> {
          AdviceUnit unit = unit(name, bytes);
          if (unit != null) {
            units.put(name, unit);
          }
        });
    classes.forEach(
        (name, bytes) -> {
          int dollar = name.indexOf('$');
          AdviceUnit unit = units.get(dollar < 0 ? name : name.substring(0, dollar));
          if (unit != null) {
            unit.classes.put(name, bytes);
            AdviceReader.read(bytes, unit);
          }
        });
    // An instrumentation is on or off as a whole (fault T78).
    for (AdviceUnit unit : units.values()) {
      for (AdviceUnit other : units.values()) {
        if (other.name.equals(unit.name)) {
          unit.references.addAll(other.references);
        }
      }
    }
    return new java.util.ArrayList<>(units.values());
  }

  /** The unit that the class is the top of, or null. */
  private static AdviceUnit unit(String className, byte[] bytes) {
    AdviceUnit[] found = new AdviceUnit[1];
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                if (!descriptor.equals("Lio/sonde/instrumentation/advice/Instrumentation;")) {
                  return null;
                }
                return new AnnotationVisitor(Opcodes.ASM9) {
                  private String name;
                  private boolean boot;

                  @Override
                  public void visit(String key, Object value) {
                    if (key.equals("boot")) {
                      boot = (Boolean) value;
                    } else {
                      name = (String) value;
                    }
                  }

                  @Override
                  public void visitEnd() {
                    found[0] = new AdviceUnit(className, name, boot);
                  }
                };
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found[0];
  }
}
