package io.sonde.agent.config;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.Text;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells of keys that nobody reads, most likely misspelt: those of the agent's own namespace, and
 * switches of libraries that it does not know. Other {@code otel.*} keys may be meant for others.
 */
public final class UnknownKeys {
  private static final int MAX_LINES = 5;

  private final Set<String> known = new HashSet<>();
  private int found;

  private UnknownKeys() {}

  /**
   * Warns in a few lines. Not for {@code premain}: loads all keys.
   *
   * @param instrumentations the names in {@code otel.instrumentation.<name>.enabled}
   */
  public static void report(Config config, List<String> instrumentations) {
    UnknownKeys unknown = new UnknownKeys();
    for (Section section : Keys.sections()) {
      for (int i = 0; i < section.keys.size(); i++) {
        unknown.know(section.keys.get(i));
      }
    }
    for (int i = 0; i < instrumentations.size(); i++) {
      unknown.know(GeneralKeys.instrumentation(instrumentations.get(i)));
    }
    unknown.check(propertyNames(), "sonde.", "otel.instrumentation.");
    unknown.check(config.variables(), "SONDE_", "OTEL_INSTRUMENTATION_");
    unknown.check(config.arguments(), "sonde.", "otel.instrumentation.");
    unknown.check(config.fileKeys(), "sonde.", "otel.instrumentation.");
    if (unknown.found > MAX_LINES) {
      AgentLog.warn((unknown.found - MAX_LINES) + " more settings are not known and ignored");
    }
  }

  private static Set<String> propertyNames() {
    try {
      return System.getProperties().stringPropertyNames();
    } catch (RuntimeException e) {
      // Forbidden, or an application's own Properties that fail.
      return Collections.emptySet();
    }
  }

  private void know(Key<?> key) {
    known.add(key.name);
    known.add(key.variable());
  }

  private void check(Iterable<String> names, String own, String instrumentation) {
    for (String name : names) {
      if ((name.startsWith(own) || name.startsWith(instrumentation))
          && known.add(name)
          && ++found <= MAX_LINES) {
        AgentLog.warn(Text.cut(name, 120) + " is not known and ignored");
      }
    }
  }
}
