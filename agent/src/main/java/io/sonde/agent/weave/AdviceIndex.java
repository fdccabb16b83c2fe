package io.sonde.agent.weave;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is woven: one look-up of a class name, and, for the few rules that go by what a class
 * declares, one scan of its constant pool. Made at build time. Thread safe.
 */
public final class AdviceIndex {
  private static final int FORMAT = 3;

  private final Map<String, Rule[]> byType = new HashMap<String, Rule[]>(256);
  private final List<Rule> rules = new ArrayList<Rule>();
  private final List<String> names = new ArrayList<String>();
  private final List<String> allNames = new ArrayList<String>();
  private final ConstantPoolScan declaring;

  /** Of the names of {@link #byType}. */
  private final BitSet lengths = new BitSet(128);

  /** Tells which instrumentations are switched on. */
  public interface Switch {
    boolean enabled(String instrumentation);
  }

  public AdviceIndex(IndexReader in, Switch enabled) throws IOException {
    if (in.i4() != FORMAT) {
      throw new IOException("sonde.index of another version");
    }
    List<Rule> byDeclaration = new ArrayList<Rule>();
    int units = in.u2();
    for (int i = 0; i < units; i++) {
      AdviceUnit unit = new AdviceUnit(in, rules.size());
      boolean on = enabled.enabled(unit.name);
      if (!allNames.contains(unit.name)) {
        allNames.add(unit.name);
      }
      if (on && !names.contains(unit.name)) {
        names.add(unit.name);
      }
      for (Rule rule : unit.rules) {
        rules.add(rule);
        rule.off = !on;
        if (on) {
          for (String type : rule.types) {
            add(type, rule);
          }
          if (rule.declaring.length > 0) {
            byDeclaration.add(rule);
          }
        }
      }
    }
    declaring = new ConstantPoolScan(byDeclaration);
  }

  private void add(String type, Rule rule) {
    Rule[] before = byType.get(type);
    Rule[] after = before == null ? new Rule[1] : Arrays.copyOf(before, before.length + 1);
    after[after.length - 1] = rule;
    byType.put(type, after);
    lengths.set(type.length());
  }

  /** Whether a class may have rules by its name: most are told apart before a text is made. */
  boolean mayHave(int nameLength) {
    return lengths.get(nameLength);
  }

  /** The rules for a class by its internal name; null when there are none. */
  Rule[] byName(String className) {
    return byType.get(className);
  }

  /** The rules for a class by what its constant pool mentions; null when there are none. */
  Rule[] byDeclaration(byte[] classFile) {
    return declaring.find(classFile);
  }

  Rule rule(int id) {
    return rules.get(id);
  }

  /** How many rules there are: ids go from 0 to one less. */
  public int size() {
    return rules.size();
  }

  /** The instrumentations that are on, in the order of the index. */
  public List<String> names() {
    return names;
  }

  /** All instrumentations that there are. */
  public List<String> allNames() {
    return allNames;
  }
}
