package io.sonde.smoke.faults;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * The finished jar with one deliberate fault, made by editing its byte code: what is shipped has no
 * switch for it. An edit that finds nothing to edit is an error, so that a mutant does not survive
 * what it was made for.
 */
final class Mutant {
  private static final String TRIAL = "sonde.test.trial";

  private final String name;
  private final Map<String, UnaryOperator<byte[]>> edits = new LinkedHashMap<>();
  private final Map<String, byte[]> added = new HashMap<>();
  private String[] provenBy = {};

  private Mutant(String name) {
    this.name = name;
  }

  /**
   * @param name what is wrong with it, in a few words with hyphens
   */
  static Mutant named(String name) {
    return new Mutant(name);
  }

  /** Edits all methods of that name in a class, such as {@code io.sonde.bootstrap.Failures}. */
  Mutant edit(String className, String method, MethodEdit edit) {
    edits.merge(
        className.replace('.', '/') + ".class",
        classFile -> edited(className, method, classFile, edit),
        (first, second) -> classFile -> second.apply(first.apply(classFile)));
    return this;
  }

  /** Puts a class of the tests into the jar, for edited code to call. */
  Mutant adding(Class<?> type) {
    String entry = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
      added.put(entry, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The test methods that must fail; without it, any of the class, all of which are run. */
  Mutant provenBy(String... methods) {
    provenBy = methods;
    return this;
  }

  String name() {
    return name;
  }

  String[] provenBy() {
    return provenBy;
  }

  /** Makes all of its edits, and keeps none of them. */
  void check() throws IOException {
    try (ZipFile from = new ZipFile(AgentCommand.agentJar().toFile())) {
      for (Map.Entry<String, UnaryOperator<byte[]>> edit : edits.entrySet()) {
        ZipEntry entry = from.getEntry(edit.getKey());
        if (entry == null) {
          throw new IllegalStateException("mutant " + name + ": the jar has no " + edit.getKey());
        }
        edit.getValue().apply(from.getInputStream(entry).readAllBytes());
      }
    }
  }

  /** Writes the jar and gives back where it is. */
  Path jar() {
    Path target = Path.of(System.getProperty("sonde.work.directory"), "mutants", name + ".jar");
    Set<String> left = new HashSet<>(edits.keySet());
    try (ZipFile from = new ZipFile(AgentCommand.agentJar().toFile())) {
      Files.createDirectories(target.getParent());
      try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(target))) {
        for (Enumeration<? extends ZipEntry> e = from.entries(); e.hasMoreElements(); ) {
          ZipEntry entry = e.nextElement();
          byte[] bytes = from.getInputStream(entry).readAllBytes();
          UnaryOperator<byte[]> edit = edits.get(entry.getName());
          left.remove(entry.getName());
          if (added.containsKey(entry.getName())) {
            continue;
          }
          write(to, entry.getName(), edit == null ? bytes : edit.apply(bytes));
        }
        for (Map.Entry<String, byte[]> each : added.entrySet()) {
          write(to, each.getKey(), each.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("mutant " + name + ": the jar has no " + left);
    }
    return target;
  }

  /** Runs {@code tests} with this jar in place of the one there is, which may be a mutant, too. */
  void run(Runnable tests) {
    with(Map.of(AgentCommand.JAR_PROPERTY, jar().toString()), tests);
  }

  /** Runs {@code tests} to see whether they are red or green, and not for the report. */
  static void trial(int patienceSeconds, Runnable tests) {
    with(Map.of(TRIAL, "true", Await.PATIENCE_PROPERTY, "" + patienceSeconds), tests);
  }

  private static void with(Map<String, String> properties, Runnable tests) {
    Map<String, String> before = new HashMap<>();
    properties.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
    try {
      tests.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              System.clearProperty(key);
            } else {
              System.setProperty(key, value);
            }
          });
    }
  }

  /** Whether the tests that run now are on {@link #trial}. */
  static boolean onTrial() {
    return System.getProperty(TRIAL) != null;
  }

  private byte[] edited(String className, String method, byte[] classFile, MethodEdit edit) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    MethodEdit.Applied applied = edit.apply(writer, method);
    reader.accept(applied, ClassReader.EXPAND_FRAMES);
    if (applied.count() == 0) {
      throw new IllegalStateException(
          "mutant " + name + ": nothing to edit in " + className + "." + method);
    }
    return writer.toByteArray();
  }

  private static void write(ZipOutputStream to, String entry, byte[] bytes) throws IOException {
    to.putNextEntry(new ZipEntry(entry));
    to.write(bytes);
    to.closeEntry();
  }
}
