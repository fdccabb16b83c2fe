package io.sonde.agent.weave;

import java.nio.charset.StandardCharsets;

/**
 * Gives the classes of an advice unit their name in the package of the class that is woven, by
 * replacing the beginning of the name wherever the constant pool has it: no ASM tree, no remapper.
 * Where that is, the build has found out.
 */
final class ClassRename {
  private ClassRename() {}

  /**
   * @param file a class file made by our own build
   * @param places for each occurrence of the name, in their order, two numbers of two octets: where
   *     the text that it is in has its length, and where it begins itself
   * @param length of the name to replace
   * @param to internal name, ASCII
   */
  static byte[] rename(byte[] file, byte[] places, int length, String to) {
    byte[] name = to.getBytes(StandardCharsets.ISO_8859_1);
    int more = name.length - length;
    byte[] renamed = new byte[file.length + places.length / 4 * more];
    int from = 0;
    int shift = 0;
    int lastText = -1;
    int lastShift = 0;
    for (int i = 0; i < places.length; i += 4) {
      int text = u2(places, i);
      int place = u2(places, i + 2);
      System.arraycopy(file, from, renamed, from + shift, place - from);
      System.arraycopy(name, 0, renamed, place + shift, name.length);
      from = place + length;
      // The length moves by what was replaced before its text.
      lastShift = text == lastText ? lastShift : shift;
      lastText = text;
      int size = u2(renamed, text + lastShift) + more;
      renamed[text + lastShift] = (byte) (size >> 8);
      renamed[text + lastShift + 1] = (byte) size;
      shift += more;
    }
    System.arraycopy(file, from, renamed, from + shift, file.length - from);
    return renamed;
  }

  private static int u2(byte[] file, int at) {
    return (file[at] & 255) << 8 | file[at + 1] & 255;
  }
}
