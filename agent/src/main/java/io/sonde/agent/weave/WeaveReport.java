package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is watched and what is not, for people. */
final class WeaveReport {
  private WeaveReport() {}

  static List<String[]> woven(AdviceIndex index) {
    Map<String, Integer> classes = new LinkedHashMap<String, Integer>();
    for (AdviceUnit unit : units(index)) {
      Integer before = classes.get(unit.name);
      int now = unit.woven.get();
      if (now > 0) {
        classes.put(unit.name, before == null ? now : before + now);
      }
    }
    List<String[]> rows = new ArrayList<String[]>();
    for (Map.Entry<String, Integer> each : classes.entrySet()) {
      rows.add(new String[] {each.getKey(), each.getValue().toString()});
    }
    return rows;
  }

  static List<String[]> skipped(AdviceIndex index) {
    List<String[]> rows = new ArrayList<String[]>();
    for (String name : index.allNames()) {
      if (!index.names().contains(name)) {
        rows.add(new String[] {name, "off by configuration, or for a feature that is off"});
      }
    }
    for (AdviceUnit unit : units(index)) {
      if (unit.missing != null) {
        rows.add(new String[] {unit.name, "this version of the library has no " + unit.missing});
      } else if (unit.rules[0].off && index.names().contains(unit.name)) {
        rows.add(new String[] {unit.name, "switched off after failures"});
      }
    }
    return rows;
  }

  private static Set<AdviceUnit> units(AdviceIndex index) {
    Set<AdviceUnit> units = new LinkedHashSet<AdviceUnit>();
    for (int id = 0; id < index.size(); id++) {
      units.add(index.rule(id).unit);
    }
    return units;
  }
}
