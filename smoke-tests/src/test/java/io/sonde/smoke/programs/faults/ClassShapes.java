package io.sonde.smoke.programs.faults;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Scanner;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads all classes of the class path and of parts of the JDK, and writes what reflection and
 * serialization see of each; then an object, and reads that of another process.
 */
public final class ClassShapes {
  private static final String[] OF_JDK = {
    "java.base/java/util/concurrent",
    "java.base/java/lang",
    "java.net.http",
    "java.logging",
    "java.sql",
    "jdk.httpserver"
  };

  private ClassShapes() {}

  /** Has no number of its version, so its shape is its version; the agent weaves its method. */
  public static final class Job extends HashMap<String, Object> implements Runnable {
    @Override
    public void run() {
      put("ran", true);
    }
  }

  public static void main(String[] args) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        try (JarFile jar = new JarFile(entry)) {
          jar.stream().forEach(each -> name(each.getName(), names));
        }
      }
    }
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
    for (String folder : OF_JDK) {
      try (Stream<Path> files = Files.walk(modules.resolve(folder))) {
        files.map(file -> modules.relativize(file)).forEach(file -> name(inModule(file), names));
      }
    }
    names.add(Job.class.getName());
    int count = 0;
    for (String name : names) {
      try {
        Class<?> type = Class.forName(name, false, ClassShapes.class.getClassLoader());
        System.out.println("shape " + name + " " + shape(type));
        count++;
      } catch (LinkageError | ClassNotFoundException e) {
        System.out.println("shape " + name + " " + e.getClass().getName());
      }
    }
    System.out.println("classes " + count);
    Job job = new Job();
    job.run();
    job.put("source", Class.forName("org.h2.jdbcx.JdbcDataSource").getConstructor().newInstance());
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
      out.writeObject(job);
    }
    System.out.println("object " + Base64.getEncoder().encodeToString(octets.toByteArray()));
    Scanner in = new Scanner(System.in);
    System.out.println("read " + read(in.nextLine()));
    in.hasNextLine();
  }

  private static Object read(String text) throws IOException, ClassNotFoundException {
    byte[] octets = Base64.getDecoder().decode(text);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets))) {
      return ((Job) in.readObject()).keySet();
    }
  }

  private static String inModule(Path file) {
    return file.getNameCount() > 1 ? file.subpath(1, file.getNameCount()).toString() : "";
  }

  private static void name(String file, TreeSet<String> names) {
    if (file.endsWith(".class") && !file.contains("META-INF") && !file.contains("-info")) {
      names.add(file.substring(0, file.length() - 6).replace('/', '.'));
    }
  }

  private static String shape(Class<?> type) {
    List<String> members = new ArrayList<>();
    Arrays.stream(type.getDeclaredFields()).forEach(each -> members.add(each.toString()));
    Arrays.stream(type.getDeclaredMethods()).forEach(each -> members.add(each.toString()));
    Arrays.stream(type.getDeclaredConstructors()).forEach(each -> members.add(each.toString()));
    Arrays.stream(type.getInterfaces()).forEach(each -> members.add(each.toString()));
    // Not their values, whose order is another in each process.
    Arrays.stream(type.getDeclaredAnnotations())
        .forEach(each -> members.add(each.annotationType().toString()));
    members.sort(null);
    ObjectStreamClass stream =
        Serializable.class.isAssignableFrom(type) ? ObjectStreamClass.lookup(type) : null;
    return type.getModifiers()
        + " "
        + type.getSuperclass()
        + " "
        + members.size()
        + " "
        + members.hashCode()
        + " "
        + (stream == null ? "none" : stream.getSerialVersionUID());
  }
}
