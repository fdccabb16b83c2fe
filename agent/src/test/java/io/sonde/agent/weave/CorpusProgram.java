package io.sonde.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Weaves all methods of all classes of jars and of modules of the JDK, links every class, and
 * compares it with the same class that was not woven. For a JVM of its own: initialisers of
 * thousands of classes may run.
 *
 * <p>Prints what is wrong, then one line: {@code classes methods wrong}.
 */
public final class CorpusProgram {
  private static final AdviceShape.Mode[] MODES = AdviceShape.Mode.values();

  private static final String ERROR = "error: ";

  private final Map<String, byte[]> files;
  private int classes;
  private int methods;
  private int wrong;

  private CorpusProgram(Map<String, byte[]> files) {
    this.files = files;
  }

  /**
   * @param args {@code both}, {@code pairs} or {@code all}, each with those before it, then jars,
   *     and {@code jrt:<module>}
   */
  public static void main(String[] args) throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    for (String source : Arrays.asList(args).subList(1, args.length)) {
      if (source.startsWith("jrt:")) {
        module(source, files);
      } else {
        jar(source, files);
      }
    }
    CorpusProgram program = new CorpusProgram(files);
    program.check("both", AdviceShape.Mode.BOTH);
    if (!args[0].equals("both")) {
      program.check("pairs", null);
    }
    if (args[0].equals("all")) {
      for (AdviceShape.Mode mode : MODES) {
        program.check(mode.name(), mode);
      }
    }
    System.out.println("total " + program.classes + ' ' + program.methods + ' ' + program.wrong);
    System.out.flush();
    // Threads of the classes that were initialised.
    Runtime.getRuntime().halt(0);
  }

  private static void jar(String path, Map<String, byte[]> files) throws IOException {
    try (JarFile jar =
        new JarFile(Path.of(path).toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (var entry : (Iterable<java.util.jar.JarEntry>) jar.versionedStream()::iterator) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            put(files, in.readAllBytes());
          }
        }
      }
    }
  }

  private static void module(String source, Map<String, byte[]> files) throws IOException {
    Path root =
        FileSystems.getFileSystem(URI.create("jrt:/"))
            .getPath("/modules/" + source.substring("jrt:".length()));
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        if (file.toString().endsWith(".class")) {
          put(files, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void put(Map<String, byte[]> files, byte[] bytes) {
    String name = new ClassReader(bytes).getClassName();
    if (!name.startsWith("java/") && !name.endsWith("-info")) {
      files.putIfAbsent(name, bytes);
    }
  }

  /**
   * @param mode null for two rules on every method, of modes in turn
   */
  private void check(String label, AdviceShape.Mode mode) {
    WovenLoader plain = new WovenLoader(files::get);
    WovenLoader woven = new WovenLoader(name -> weave(name, mode));
    for (String name : files.keySet()) {
      String expected = shape(plain, name);
      String found = shape(woven, name);
      if (expected.startsWith(ERROR)) {
        // What it depends on is not there.
        continue;
      }
      classes++;
      if (!expected.equals(found)) {
        wrong++;
        System.out.println(label + ' ' + name + ": " + found + "; not woven: " + expected);
      }
    }
  }

  private byte[] weave(String name, AdviceShape.Mode mode) {
    byte[] file = files.get(name);
    if (file == null) {
      return null;
    }
    try {
      List<Rule> rules = new ArrayList<>();
      Weaving.Choice choice =
          mode == null
              ? (a, m) -> MODES[Math.floorMod(m.hashCode(), MODES.length)]
              : (a, m) -> mode;
      add(rules, Weaving.shapes(file, choice));
      if (mode == null) {
        add(rules, Weaving.shapes(file, (a, m) -> m.startsWith("<init>") ? null : MODES[0]));
      }
      byte[] woven = ClassWeaver.weave(file, rules.toArray(new Rule[0]));
      return woven == null ? file : woven;
    } catch (MethodTooLargeException e) {
      return file;
    } catch (RuntimeException e) {
      wrong++;
      System.out.println(name + " not woven: " + e);
      return file;
    }
  }

  private void add(List<Rule> rules, Map<String, List<String>> shapes) {
    shapes.values().forEach(each -> methods += each.size());
    rules.addAll(Arrays.asList(Weaving.rules(shapes)));
  }

  /** What reflection and serialization see of a class, or why it cannot be linked. */
  private static String shape(ClassLoader loader, String name) {
    try {
      Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
      StringBuilder text = new StringBuilder(Modifier.toString(type.getModifiers()));
      // The JVM links, so verifies, a class before it tells its methods.
      append(text, type.getDeclaredMethods());
      append(text, type.getDeclaredFields());
      append(text, type.getDeclaredConstructors());
      append(text, type.getInterfaces());
      append(text, type.getDeclaredClasses());
      append(text, type.getAnnotations());
      return text.append(serialVersionUid(type)).toString();
    } catch (Throwable t) {
      return ERROR + t;
    }
  }

  /** Initialises the class when it states its own. */
  private static String serialVersionUid(Class<?> type) {
    try {
      ObjectStreamClass found = ObjectStreamClass.lookup(type);
      return found == null ? "" : String.valueOf(found.getSerialVersionUID());
    } catch (LinkageError e) {
      return "not initialised";
    }
  }

  private static void append(StringBuilder text, Object[] members) {
    String[] texts = new String[members.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = members[i].toString();
    }
    Arrays.sort(texts);
    text.append(Arrays.toString(texts));
  }
}
