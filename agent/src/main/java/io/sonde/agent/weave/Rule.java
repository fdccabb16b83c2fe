package io.sonde.agent.weave;

/** One advice class out of the index, and the methods that it is for. */
final class Rule {
  final AdviceUnit unit;

  /** Number among all rules; woven code names itself by it when it fails. */
  final int id;

  final String[] types;
  final String[] declaring;

  // There once the unit has been read.
  String adviceClass;
  private String[] methods;
  Call enter;
  Call exit;

  /** Set when the advice failed too often; classes are then woven back. */
  volatile boolean off;

  Rule(AdviceUnit unit, int id, IndexReader in) {
    this.unit = unit;
    this.id = id;
    types = in.texts();
    declaring = in.texts();
  }

  void readAdvice(IndexReader in) {
    adviceClass = in.text();
    methods = in.texts();
    enter = in.flag() ? new Call(in) : null;
    exit = in.flag() ? new Call(in) : null;
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

    Call(IndexReader in) {
      name = in.text();
      descriptor = in.text();
      replaces = in.octet();
      bindings = in.octets(in.octet());
    }
  }
}
