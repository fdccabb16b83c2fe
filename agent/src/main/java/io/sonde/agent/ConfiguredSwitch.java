package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.LogKeys;
import io.sonde.agent.weave.AdviceIndex;

/**
 * Switches instrumentations as {@code otel.instrumentation.<name>.enabled} says; what would do
 * nothing is off.
 */
final class ConfiguredSwitch implements AdviceIndex.Switch {
  private static final String LAYOUT = "logback-layout";

  private final Config config;

  ConfiguredSwitch(Config config) {
    this.config = config;
  }

  @Override
  public boolean enabled(String instrumentation) {
    return config.instrumentationEnabled(instrumentation)
        && (!instrumentation.equals(LAYOUT) || !config.get(LogKeys.FORMAT).equals("none"));
  }
}
