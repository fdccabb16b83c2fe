package io.sonde.agent.weave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whether the library that a loader finds has all that an advice uses of it. Reads class files as
 * resources; loads no class. For one check on one thread.
 */
final class LinkCheck {
  private final ClassLoader loader;
  private final Map<String, Members> known = new HashMap<String, Members>();

  LinkCheck(ClassLoader loader) {
    this.loader = loader;
  }

  /** Adds a class whose bytes are at hand. */
  void know(String className, byte[] bytes) {
    known.put(className, Members.of(bytes));
  }

  /** The first of the references that the library lacks, or null. */
  String missing(String[] references) {
    for (String reference : references) {
      int dot = reference.indexOf('.');
      String type = dot < 0 ? reference : reference.substring(0, dot);
      String member = reference.substring(dot + 1);
      boolean found =
          dot < 0
              ? members(type) != null
              // What is read of the JDK takes long, and hardly anything is found there.
              : has(type, member, false) || has(type, member, true);
      if (!found) {
        return reference;
      }
    }
    return null;
  }

  /**
   * Whether {@code type} has a member, its own or inherited.
   *
   * @param jdk whether types of the JDK are looked at, too
   */
  private boolean has(String type, String member, boolean jdk) {
    Members members = jdk || !ofJdk(type) ? members(type) : null;
    if (members == null) {
      return false;
    }
    if (members.names.contains(member)) {
      return true;
    }
    for (String parent : members.supers) {
      if (has(parent, member, jdk)) {
        return true;
      }
    }
    return false;
  }

  private Members members(String className) {
    if (known.containsKey(className)) {
      return known.get(className);
    }
    Members members = null;
    String file = className + ".class";
    try (InputStream in =
        ofJdk(className)
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (in != null) {
        members = Members.of(read(in));
      }
    } catch (IOException | RuntimeException e) {
      // As good as missing.
    }
    known.put(className, members);
    return members;
  }

  private static boolean ofJdk(String className) {
    return className.startsWith("java/");
  }

  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  private static final class Members extends ClassVisitor {
    /** {@code name:descriptor}. */
    final Set<String> names = new HashSet<String>();

    String[] supers = {};

    private Members() {
      super(Opcodes.ASM9);
    }

    static Members of(byte[] bytes) {
      Members members = new Members();
      int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
      new ClassReader(bytes).accept(members, skipped);
      return members;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      if (parent != null) {
        supers = Arrays.copyOf(types, types.length + 1);
        supers[types.length] = parent;
      }
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      names.add(name + ':' + descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      names.add(name + ':' + descriptor);
      return null;
    }
  }
}
