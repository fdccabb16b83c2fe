package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rules whose {@code declaring} descriptors a class file mentions, by walking its
 * constant pool once: no string is made, nothing is parsed that is not needed. Callers of a method
 * mention its descriptor as well as those who declare it; the weaver then finds no method to weave
 * in them.
 */
final class ConstantPoolScan {
  private static final int UTF8 = 1;

  /** The size of a Long and a Double, which take two numbers each. */
  private static final int TWO_ENTRIES = 9;

  /** Bytes of an entry by its tag, 0 when there is no such: JVM specification, 4.4. */
  private static final byte[] SIZES = {
    0, 0, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3
  };

  private final byte[][] texts;
  private final Rule[] rules;

  /**
   * By length, whether a text has it. At start-up this code is interpreted, and sees a hundred
   * texts of each of thousands of classes.
   */
  private final boolean[] lengths;

  ConstantPoolScan(List<Rule> byDeclaration) {
    List<byte[]> found = new ArrayList<byte[]>();
    List<Rule> owners = new ArrayList<Rule>();
    for (Rule rule : byDeclaration) {
      for (String descriptor : rule.declaring) {
        found.add(ascii(descriptor));
        owners.add(rule);
      }
    }
    texts = found.toArray(new byte[0][]);
    rules = owners.toArray(new Rule[0]);
    int longest = 0;
    for (byte[] text : texts) {
      longest = Math.max(longest, text.length);
    }
    lengths = new boolean[longest + 1];
    for (byte[] text : texts) {
      lengths[text.length] = true;
    }
  }

  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  /** The rules for this class file, or null. A class file that cannot be read has none. */
  Rule[] find(byte[] file) {
    if (texts.length == 0) {
      return null;
    }
    try {
      return scan(file);
    } catch (ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }

  private Rule[] scan(byte[] file) {
    List<Rule> found = null;
    int count = u2(file, 8);
    int at = 10;
    for (int i = 1; i < count; i++) {
      int tag = file[at];
      if (tag == UTF8) {
        int length = u2(file, at + 1);
        if (length < lengths.length && lengths[length]) {
          found = add(file, at + 3, length, found);
        }
        at += 3 + length;
      } else {
        int size = SIZES[tag];
        if (size == 0) {
          return null;
        }
        at += size;
        i += size == TWO_ENTRIES ? 1 : 0;
      }
    }
    return found == null ? null : found.toArray(new Rule[0]);
  }

  /** Adds the rules of the text there. */
  private List<Rule> add(byte[] file, int at, int length, List<Rule> found) {
    for (int t = 0; t < texts.length; t++) {
      if (texts[t].length == length && matches(file, at, texts[t])) {
        if (found == null) {
          found = new ArrayList<Rule>(4);
        }
        if (!found.contains(rules[t])) {
          found.add(rules[t]);
        }
      }
    }
    return found;
  }

  private static boolean matches(byte[] file, int at, byte[] text) {
    // The ends of descriptors differ more than their beginnings.
    for (int i = text.length - 1; i >= 0; i--) {
      if (file[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static int u2(byte[] file, int at) {
    return (file[at] & 255) << 8 | file[at + 1] & 255;
  }
}
