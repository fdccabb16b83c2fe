package io.sonde.smoke.programs.faults;

import java.io.PrintWriter;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Loads and links every class of some jars, and is an agent that only looks: behind one named
 * before it, it sees what that one leaves. Arguments: a file for one line per class, {@code name
 * checksum sql outcome}, then jars; {@code -} is in place of {@code sql} where the class does not
 * mention JDBC.
 */
public final class CorpusLoading {
  private static final Map<String, String> SEEN = new ConcurrentHashMap<>();

  private CorpusLoading() {}

  public static void premain(String argument, Instrumentation instrumentation) {
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader, String name, Class<?> type, ProtectionDomain in, byte[] bytes) {
            if (loader instanceof URLClassLoader && name != null) {
              CRC32 checksum = new CRC32();
              checksum.update(bytes);
              String text = new String(bytes, StandardCharsets.ISO_8859_1);
              SEEN.put(
                  name.replace('/', '.'),
                  checksum.getValue() + (text.contains("java/sql/") ? " sql" : " -"));
            }
            return null;
          }
        },
        true);
  }

  public static void main(String[] args) throws Exception {
    URL[] jars = new URL[args.length - 1];
    TreeSet<String> names = new TreeSet<>();
    for (int i = 1; i < args.length; i++) {
      jars[i - 1] = Path.of(args[i]).toUri().toURL();
      try (ZipFile jar = new ZipFile(args[i])) {
        jar.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
            .filter(name -> !name.endsWith("-info.class"))
            .forEach(name -> names.add(name.replace('/', '.').replace(".class", "")));
      }
    }
    ClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    try (PrintWriter out = new PrintWriter(args[0], "UTF-8")) {
      for (String name : names) {
        String outcome = outcome(name, loader);
        out.println(
            name + " " + SEEN.getOrDefault(name, "0 -") + " " + outcome.replaceAll("\\s+", " "));
      }
    }
    System.out.println("loaded " + names.size());
    System.exit(0);
  }

  private static String outcome(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      // HotSpot links, and so verifies, a class whose methods are asked for.
      type.getDeclaredMethods();
      return "linked";
    } catch (NoClassDefFoundError e) {
      // Of several that are missing, any may be the first.
      return "needs more";
    } catch (Throwable e) {
      return e.toString();
    }
  }
}
