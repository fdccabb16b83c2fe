package io.sonde.instrumentation.advice;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One {@link Instrumentation} as it is written into the index. */
final class AdviceUnit {
  final String topClass;
  final String name;
  final boolean boot;

  /** Internal name to class file. */
  final Map<String, byte[]> classes = new TreeMap<>();

  /** Internal name of each class to its super class and interfaces. */
  final Map<String, List<String>> supers = new TreeMap<>();

  final List<AdviceRule> rules = new ArrayList<>();

  /** {@code owner}, {@code owner.name} or {@code owner.name(descriptor)} of the library. */
  final TreeSet<String> references = new TreeSet<>();

  AdviceUnit(String topClass, String name, boolean boot) {
    this.topClass = topClass;
    this.name = name;
    this.boot = boot;
  }

  /** First what tells whether a class is to be woven; the rest is read for those that are. */
  void write(DataOutputStream out) throws IOException {
    out.writeUTF(name);
    out.writeUTF(topClass);
    out.writeBoolean(boot);
    out.writeShort(rules.size());
    for (AdviceRule rule : rules) {
      rule.writeTypes(out);
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    writeRest(new DataOutputStream(rest));
    out.writeInt(rest.size());
    rest.writeTo(out);
  }

  private void writeRest(DataOutputStream out) throws IOException {
    for (AdviceRule rule : rules) {
      rule.writeAdvice(out);
    }
    List<String> order = boot ? new ArrayList<>() : definitionOrder();
    out.writeShort(order.size());
    for (String className : order) {
      byte[] bytes = classes.get(className);
      out.writeUTF(className);
      out.writeInt(bytes.length);
      out.write(bytes);
      NamePlaces.write(bytes, topClass, out);
    }
    out.writeShort(references.size());
    for (String reference : references) {
      out.writeUTF(reference);
    }
  }

  /** Super types first: a class can only be defined after them. */
  private List<String> definitionOrder() {
    List<String> order = new ArrayList<>();
    for (String className : classes.keySet()) {
      append(className, order);
    }
    return order;
  }

  private void append(String className, List<String> order) {
    if (!classes.containsKey(className) || order.contains(className)) {
      return;
    }
    for (String parent : supers.get(className)) {
      append(parent, order);
    }
    order.add(className);
  }
}
