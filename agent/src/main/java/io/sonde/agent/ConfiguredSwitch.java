package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.weave.AdviceIndex;

/** Switches instrumentations as {@code otel.instrumentation.<name>.enabled} says. */
final class ConfiguredSwitch implements AdviceIndex.Switch {
  private final Config config;

  ConfiguredSwitch(Config config) {
    this.config = config;
  }

  @Override
  public boolean enabled(String instrumentation) {
    return config.instrumentationEnabled(instrumentation);
  }
}
