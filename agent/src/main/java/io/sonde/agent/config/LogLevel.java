package io.sonde.agent.config;

import io.sonde.bootstrap.AgentLog;

/** What the agent says of itself. */
final class LogLevel {
  private LogLevel() {}

  static void apply(Config config) {
    // Debug first: it is asked for by someone who is looking for a fault.
    if (config.get(GeneralKeys.LOGGING).equals("none")) {
      AgentLog.level(AgentLog.NONE);
    } else if (config.get(GeneralKeys.DEBUG).booleanValue()) {
      AgentLog.level(AgentLog.DEBUG);
    } else {
      AgentLog.level(level(config.get(GeneralKeys.LOG_LEVEL)));
    }
  }

  private static int level(String name) {
    switch (name) {
      case "none":
        return AgentLog.NONE;
      case "warn":
        return AgentLog.WARN;
      case "debug":
        return AgentLog.DEBUG;
      default:
        return AgentLog.INFO;
    }
  }
}
