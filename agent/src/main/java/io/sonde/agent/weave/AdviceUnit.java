package io.sonde.agent.weave;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instrumentation out of the index: the classes to define, and what they need of the library.
 * At start-up all is interpreted, and an application has few of the libraries: most is read when
 * the first class is woven.
 */
final class AdviceUnit {
  final String name;

  /** Internal name of the top-level class, which the names of all others begin with. */
  final String topClass;

  /** Whether the advice is on the boot class path and is called there. */
  final boolean boot;

  final Rule[] rules;

  /** What has not been read; null when all is. */
  private IndexReader rest;

  // There once it has been read.
  byte[][] classes;
  String[] classNames;

  /** For each class where it has the name of the top-level class: {@link ClassRename}. */
  byte[][] places;

  /** {@code owner} or {@code owner.name:descriptor}. */
  String[] references;

  /** How many classes it was woven into. */
  final AtomicInteger woven = new AtomicInteger();

  /** What the library lacked in a class loader where it is off for that; null if nothing. */
  volatile String missing;

  AdviceUnit(IndexReader in, int firstRule) {
    name = in.text();
    topClass = in.text();
    boot = in.flag();
    rules = new Rule[in.u2()];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = new Rule(this, firstRule + i, in);
    }
    rest = in.part(in.i4());
  }

  /** Reads the rest, if nobody has: the caller uses what is not final after it only. */
  synchronized void read() {
    IndexReader in = rest;
    if (in == null) {
      return;
    }
    rest = null;
    for (Rule rule : rules) {
      rule.readAdvice(in);
    }
    int classCount = in.u2();
    classNames = new String[classCount];
    classes = new byte[classCount][];
    places = new byte[classCount][];
    for (int i = 0; i < classCount; i++) {
      classNames[i] = in.text();
      classes[i] = in.octets(in.i4());
      places[i] = in.octets(4 * in.u2());
    }
    references = in.texts();
  }

  /** The name by which classes of {@code targetPackage} (internal, with trailing slash) call it. */
  String nameIn(String targetPackage, String className) {
    if (boot) {
      return className;
    }
    String simple = className.substring(topClass.lastIndexOf('/') + 1);
    return targetPackage + "Sonde$" + simple;
  }

  /** {@code text} with every name of a class of this unit as it is in {@code targetPackage}. */
  String relocate(String targetPackage, String text) {
    return boot ? text : text.replace(topClass, nameIn(targetPackage, topClass));
  }
}
