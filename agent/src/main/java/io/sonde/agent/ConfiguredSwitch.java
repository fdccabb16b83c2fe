package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.LogKeys;
import io.sonde.agent.config.MetricKeys;
import io.sonde.agent.weave.AdviceIndex;

/**
 * Switches instrumentations as {@code otel.instrumentation.<name>.enabled} says, and those off that
 * serve a feature which is off.
 */
final class ConfiguredSwitch implements AdviceIndex.Switch {
  private final Config config;

  ConfiguredSwitch(Config config) {
    this.config = config;
  }

  @Override
  public boolean enabled(String instrumentation) {
    return config.instrumentationEnabled(instrumentation) && needed(instrumentation);
  }

  private boolean needed(String instrumentation) {
    switch (instrumentation) {
      case "logback-layout":
        return !config.get(LogKeys.FORMAT).equals("none");
      case "tomcat-metrics":
        return config.get(MetricKeys.APPLICATION_PATH) != null;
      case "access-log-user":
        return config.get(LogKeys.ACCESS);
      case "micrometer":
      case "prometheus-client":
      case "prometheus-simpleclient":
        return config.get(MetricKeys.APPLICATION);
      default:
        return true;
    }
  }
}
