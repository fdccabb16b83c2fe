package io.sonde.instrumentation.advice;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/** Where a class file has a name in its constant pool: the agent replaces it there. */
public final class NamePlaces {
  private static final int UTF8 = 1;

  private NamePlaces() {}

  /**
   * Writes how many places there are, and for each two numbers of two octets: where the text that
   * it is in has its length, and where the name begins.
   *
   * @param name ASCII
   */
  public static void write(byte[] file, String name, DataOutputStream out) throws IOException {
    List<Integer> places = of(file, name.getBytes(StandardCharsets.US_ASCII));
    out.writeShort(places.size() / 2);
    for (int place : places) {
      if (place > 0xFFFF) {
        throw new IllegalArgumentException(name + " is too large");
      }
      out.writeShort(place);
    }
  }

  private static List<Integer> of(byte[] file, byte[] name) {
    List<Integer> places = new ArrayList<>();
    ClassReader reader = new ClassReader(file);
    for (int i = 1; i < reader.getItemCount(); i++) {
      // Behind its tag; 0 for the second number of a Long or a Double.
      int text = reader.getItem(i);
      if (text == 0 || file[text - 1] != UTF8) {
        continue;
      }
      int end = text + 2 + reader.readUnsignedShort(text);
      for (int place = text + 2; place + name.length <= end; place++) {
        if (matches(file, place, name)) {
          places.add(text);
          places.add(place);
          place += name.length - 1;
        }
      }
    }
    return places;
  }

  private static boolean matches(byte[] file, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (file[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
