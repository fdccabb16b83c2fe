package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.ResourceAttributes;
import java.util.Map;

/** What every destination is made of. Immutable. */
final class ExportContext {
  static final String SCOPE = "io.sonde";

  final Config config;

  /** The attributes of the process: texts and {@code Long}s. */
  final Map<String, Object> resource;

  final String version;

  ExportContext(Config config, String version) {
    this.config = config;
    this.version = version;
    resource = ResourceAttributes.of(config, version);
  }
}
