package io.sonde.agent.config;

import java.util.List;

/** Writes docs/configuration.md from the declared keys. */
final class ConfigurationDoc {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from the code that reads it. Do not edit; ConfigurationDocTest tells how to write it anew. -->

      Sonde needs no configuration: attach the jar and it works. What you may want to change is on
      this page. The names are those of OpenTelemetry wherever it has one, and mean the same, so what
      is set up for the OpenTelemetry agent works here too. What has no name there begins with `sonde.`.

      ## Where to set it

      Each setting can be written in four places. When it is in several, the first in this list counts:

      1. a system property: `-Dotel.service.name=shop`
      2. an environment variable: `OTEL_SERVICE_NAME=shop` (upper case; dots and dashes become underscores)
      3. the agent's arguments: `-javaagent:sonde-agent.jar=otel.service.name=shop;otel.logs.exporter=loki`
      4. a Java properties file that `otel.javaagent.configuration-file` names: `otel.service.name=shop`

      Good to know:

      - An empty value is the same as none.
      - A value that cannot be used costs you one warning on standard error, which names the key (never
        the value, it may be a secret), and the default is used. Your application starts in any case.
      - A misspelt `sonde.*` key, or the switch of a library that Sonde does not know, is told as well.
      - Durations are in milliseconds, or have a unit: `500ms`, `5s`, `1m`, `1h`.
      - Names out of a fixed set may be written in upper or lower case. `none` stands for an empty list.
      - In lists of `key=value`, write `%2C` for a comma, `%3D` for an equals sign, `%25` for a percent
        sign and `%20` for a blank. A `+` is a plus.
      """;

  private ConfigurationDoc() {}

  /**
   * @param instrumentations the names in {@code otel.instrumentation.<name>.enabled}
   */
  static String render(List<String> instrumentations) {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (Section section : Keys.sections()) {
      text.append("\n## ").append(section.title).append("\n\n").append(section.introduction);
      text.append("\n\n| Property and variable | Value | Default | Meaning |\n|---|---|---|---|\n");
      for (Key<?> key : section.keys) {
        row(text, key);
      }
      if (section == GeneralKeys.SECTION) {
        row(text, GeneralKeys.instrumentation("<name>"));
        if (!instrumentations.isEmpty()) {
          text.append("\nThe names of `otel.instrumentation.<name>.enabled` are `");
          text.append(String.join("`, `", instrumentations)).append("`.\n");
        }
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Key<?> key) {
    text.append("| `").append(key.name).append("`<br>`").append(key.variable()).append("` | ");
    text.append(key.expected()).append(" | ").append(byDefault(key)).append(" | ");
    text.append(key.meaning).append(" |\n");
  }

  private static String byDefault(Key<?> key) {
    if (key.fallback != null) {
      return "that of `" + key.fallback.name + "`";
    }
    boolean none = key.defaultText == null || key.defaultText.isEmpty();
    return none ? "" : "`" + key.defaultText + "`";
  }
}
