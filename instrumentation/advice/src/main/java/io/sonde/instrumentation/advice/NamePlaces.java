package io.sonde.instrumentation.advice;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where a class file has a name in its constant pool: the agent replaces it there. */
public final class NamePlaces {
  private static final int UTF8 = 1;

  private NamePlaces() {}

  /**
   * Writes how many places there are, and for each two numbers of two octets: where the text that
   * it is in has its length, and where the name begins.
   *
   * @param file of Java 8
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
    int count = u2(file, 8);
    int at = 10;
    for (int i = 1; i < count; i++) {
      int tag = file[at];
      if (tag == UTF8) {
        int end = at + 3 + u2(file, at + 1);
        for (int place = at + 3; place + name.length <= end; place++) {
          if (matches(file, place, name)) {
            places.add(at + 1);
            places.add(place);
            place += name.length - 1;
          }
        }
        at = end;
      } else if (tag == 5 || tag == 6) {
        at += 9;
        i++;
      } else {
        at += tag == 7 || tag == 8 || tag == 16 ? 3 : tag == 15 ? 4 : 5;
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

  private static int u2(byte[] file, int at) {
    return (file[at] & 255) << 8 | file[at + 1] & 255;
  }
}
