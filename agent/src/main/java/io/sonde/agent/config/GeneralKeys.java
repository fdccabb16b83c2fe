package io.sonde.agent.config;

import java.util.List;
import java.util.Map;

/** Whether the agent works at all, for whom it speaks, and what it says of itself. */
public final class GeneralKeys {
  static final Section SECTION =
      new Section("General", "Whether the agent works, and under which name.");

  public static final Key<Boolean> AGENT_ENABLED =
      SECTION.flag(
          "otel.javaagent.enabled", true, "Whether the agent does anything when it is attached.");

  public static final Key<Boolean> SDK_DISABLED =
      SECTION.flag("otel.sdk.disabled", false, "Switches all telemetry off.");

  public static final Key<String> CONFIGURATION_FILE =
      SECTION.text(
          "otel.javaagent.configuration-file",
          null,
          "Path of a Java properties file (UTF-8, at most 1 MiB) with settings.");

  public static final Key<String> LOGGING =
      SECTION.oneOf(
          "otel.javaagent.logging",
          "simple",
          "Where the agent's own log lines go: standard error, or nowhere.",
          "simple",
          "none");

  public static final Key<Boolean> DEBUG =
      SECTION.flag("otel.javaagent.debug", false, "Has the agent log at its most talkative.");

  public static final Key<String> LOG_LEVEL =
      SECTION.oneOf(
          "sonde.log.level",
          "info",
          "How much the agent logs of itself.",
          "none",
          "warn",
          "info",
          "debug");

  public static final Key<String> SERVICE_NAME =
      SECTION.text(
          "otel.service.name",
          null,
          "The name of the service. When unset: `service.name` of the resource attributes, else"
              + " `spring.application.name` (system property or `SPRING_APPLICATION_NAME`), else"
              + " the name of the jar that was started without its version, else the simple name"
              + " of the main class, else `unknown_service:java`.");

  public static final Key<Map<String, String>> RESOURCE_ATTRIBUTES =
      SECTION.map(
          "otel.resource.attributes",
          "Attributes of everything that is sent. They win over what the agent finds out itself.");

  public static final Key<List<String>> PROPAGATORS =
      SECTION.names(
          "otel.propagators",
          "tracecontext,baggage",
          "The formats in which trace headers are read and written.",
          "tracecontext",
          "baggage",
          "b3",
          "b3multi",
          "jaeger");

  public static final Key<Integer> QUEUE_MAX_BYTES =
      SECTION.number(
          "sonde.queue.max-bytes",
          8 * 1024 * 1024,
          64 * 1024,
          1024 * 1024 * 1024,
          "bytes",
          "The most memory that one queue of spans or log records may hold.");

  public static final Key<Boolean> CIRCUIT_BREAKER =
      SECTION.flag(
          "sonde.circuit-breaker.enabled",
          true,
          "Whether spans and log records are dropped (metrics are not) while more than 95 % of the"
              + " heap is live after a collection, or the process has kept more than 95 % of its"
              + " processors busy for a minute; until it is below 85 %.");

  public static final Key<String> KILL_SWITCH_FILE =
      SECTION.text(
          "sonde.kill-switch.file",
          null,
          "Path of a file, looked for each second. As soon as it is there, the agent takes itself"
              + " out of the application until the JVM is started anew: what is woven is woven back,"
              + " what is queued is delivered, and its threads end.");

  public static final Key<Boolean> INSTRUMENTATION_DEFAULT =
      SECTION.flag(
          "otel.instrumentation.common.default-enabled",
          true,
          "Whether libraries are watched that are not named by a key of their own.");

  static final String INSTRUMENTATION_MEANING =
      "Whether this library is watched; for any name of the list below.";

  private GeneralKeys() {}

  /** {@code otel.instrumentation.<name>.enabled}. */
  static Key<Boolean> instrumentation(String name) {
    return Key.like(
        INSTRUMENTATION_DEFAULT,
        "otel.instrumentation." + name + ".enabled",
        INSTRUMENTATION_MEANING);
  }
}
