package io.sonde.agent.weave;

import java.io.DataInputStream;
import java.io.IOException;

/** One advice class out of the index, and the methods that it is for. */
final class Rule {
  final AdviceUnit unit;

  /** Number among all rules; woven code names itself by it when it fails. */
  final int id;

  final String adviceClass;
  final String[] types;
  final String[] declaring;
  private final String[] methods;
  final Call enter;
  final Call exit;

  /** Set when the advice failed too often; classes are then woven back. */
  volatile boolean off;

  Rule(AdviceUnit unit, int id, DataInputStream in) throws IOException {
    this.unit = unit;
    this.id = id;
    adviceClass = in.readUTF();
    types = readTexts(in);
    declaring = readTexts(in);
    methods = readTexts(in);
    enter = in.readBoolean() ? new Call(in) : null;
    exit = in.readBoolean() ? new Call(in) : null;
  }

  static String[] readTexts(DataInputStream in) throws IOException {
    String[] texts = new String[in.readShort()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.readUTF();
    }
    return texts;
  }

  /** Whether the advice is for this method. */
  boolean matches(String name, String descriptor) {
    for (String method : methods) {
      int paren = method.indexOf('(');
      if (paren < 0
          ? method.equals(name)
          : paren == name.length()
              && method.startsWith(name)
              && descriptor.startsWith(method.substring(paren))) {
        return true;
      }
    }
    return false;
  }

  /** An enter or exit method of the advice class. */
  static final class Call {
    static final int THIS = -1;
    static final int TOKEN = -2;
    static final int RETURN = -3;
    static final int THROWN = -4;

    final String name;
    final String descriptor;

    /** Enter: the argument that the result replaces, or -1. Exit: 1 when it replaces the return. */
    final int replaces;

    /** For each parameter one of the constants above, or the number of an argument. */
    final byte[] bindings;

    Call(DataInputStream in) throws IOException {
      name = in.readUTF();
      descriptor = in.readUTF();
      replaces = in.readByte();
      bindings = new byte[in.readByte()];
      in.readFully(bindings);
    }
  }
}
