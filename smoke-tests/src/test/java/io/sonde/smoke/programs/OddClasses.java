package io.sonde.smoke.programs;

import java.io.InputStream;

/** Has the JVM define what is no class, and a class of a Java that is yet to come. */
public final class OddClasses extends ClassLoader {
  private OddClasses() {
    super(OddClasses.class.getClassLoader());
  }

  public static void main(String[] args) throws Exception {
    tryToDefine("garbage", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    byte[] cutOff = ownBytes();
    tryToDefine("cut off", java.util.Arrays.copyOf(cutOff, cutOff.length / 2));
    byte[] future = ownBytes();
    future[7] = (byte) 200;
    tryToDefine("future", future);
    tryToDefine("nothing", new byte[0]);
    System.out.println(new OddClasses().loadClass(OddClasses.class.getName()));
  }

  private static byte[] ownBytes() throws Exception {
    try (InputStream in = OddClasses.class.getResourceAsStream("OddClasses.class")) {
      return in.readAllBytes();
    }
  }

  private static void tryToDefine(String what, byte[] classFile) {
    try {
      System.out.println(
          what + ": " + new OddClasses().defineClass(null, classFile, 0, classFile.length));
    } catch (LinkageError e) {
      System.out.println(what + ": " + e);
    }
  }
}
