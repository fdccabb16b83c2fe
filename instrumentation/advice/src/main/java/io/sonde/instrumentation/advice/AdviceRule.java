package io.sonde.instrumentation.advice;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One {@link Weave} as it is written into the index. */
final class AdviceRule {
  final String adviceClass;
  final List<String> types = new ArrayList<>();
  final List<String> declaring = new ArrayList<>();
  final List<String> methods = new ArrayList<>();
  Call enter;
  Call exit;

  AdviceRule(String adviceClass) {
    this.adviceClass = adviceClass;
  }

  void writeTypes(DataOutputStream out) throws IOException {
    write(types, out);
    write(declaring, out);
  }

  void writeAdvice(DataOutputStream out) throws IOException {
    out.writeUTF(adviceClass);
    write(methods, out);
    write(enter, out);
    write(exit, out);
  }

  private static void write(List<String> texts, DataOutputStream out) throws IOException {
    out.writeShort(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static void write(Call call, DataOutputStream out) throws IOException {
    out.writeBoolean(call != null);
    if (call != null) {
      out.writeUTF(call.name);
      out.writeUTF(call.descriptor);
      out.writeByte(call.replaces);
      out.writeByte(call.bindings.length);
      out.write(call.bindings);
    }
  }

  /** One {@link Enter} or {@link Exit} method. */
  static final class Call {
    static final byte THIS = -1;
    static final byte TOKEN = -2;
    static final byte RETURN = -3;
    static final byte THROWN = -4;
    static final byte UNBOUND = -5;

    final String name;
    final String descriptor;

    /** Enter: the argument that is replaced, or -1. Exit: 1 when the return value is, else 0. */
    int replaces;

    /** For each parameter one of the constants above, or the number of the argument. */
    final byte[] bindings;

    Call(String name, String descriptor, int replaces, int parameters) {
      this.name = name;
      this.descriptor = descriptor;
      this.replaces = replaces;
      bindings = new byte[parameters];
      java.util.Arrays.fill(bindings, UNBOUND);
    }
  }
}
