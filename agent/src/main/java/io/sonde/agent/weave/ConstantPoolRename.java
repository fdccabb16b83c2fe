package io.sonde.agent.weave;

import java.io.ByteArrayOutputStream;

/**
 * Gives the classes of an advice unit their name in the package of the class that is woven, by
 * replacing the beginning of the name wherever the constant pool has it: no ASM tree, no remapper.
 */
final class ConstantPoolRename {
  private static final int UTF8 = 1;

  private ConstantPoolRename() {}

  /**
   * @param file a class file made by our own build: ASCII names, constants of Java 8
   * @param from internal name to replace, wherever it stands in a text
   */
  static byte[] rename(byte[] file, String from, String to) {
    byte[] old = ascii(from);
    byte[] replacement = ascii(to);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 512);
    int count = u2(file, 8);
    int at = 10;
    out.write(file, 0, at);
    for (int i = 1; i < count; i++) {
      int tag = file[at];
      if (tag == UTF8) {
        int length = u2(file, at + 1);
        writeText(file, at + 3, length, old, replacement, out);
        at += 3 + length;
        continue;
      }
      int size = tag == 7 || tag == 8 || tag == 16 ? 3 : tag == 15 ? 4 : 5;
      if (tag == 5 || tag == 6) {
        size = 9;
        i++;
      }
      out.write(file, at, size);
      at += size;
    }
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }

  private static void writeText(
      byte[] file, int from, int length, byte[] old, byte[] to, ByteArrayOutputStream out) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(length + to.length);
    int end = from + length;
    for (int i = from; i < end; ) {
      if (i + old.length <= end && matches(file, i, old)) {
        text.write(to, 0, to.length);
        i += old.length;
      } else {
        text.write(file[i++]);
      }
    }
    out.write(UTF8);
    out.write(text.size() >> 8);
    out.write(text.size());
    out.write(text.toByteArray(), 0, text.size());
  }

  private static boolean matches(byte[] file, int at, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (file[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static int u2(byte[] file, int at) {
    return (file[at] & 255) << 8 | file[at + 1] & 255;
  }
}
