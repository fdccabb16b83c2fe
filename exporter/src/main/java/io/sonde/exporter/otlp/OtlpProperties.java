package io.sonde.exporter.otlp;

import java.util.function.Function;

/** The properties of one signal: its own before the general ones. */
final class OtlpProperties {
  private static final String PREFIX = "otel.exporter.otlp.";

  private final String signal;
  private final Function<String, String> config;

  OtlpProperties(String signal, Function<String, String> config) {
    this.signal = signal;
    this.config = config;
  }

  /** Null when unset. */
  String get(String name) {
    return text(key(name));
  }

  boolean ofSignal(String name) {
    return text(signalKey(name)) != null;
  }

  IllegalArgumentException malformed(String name, String problem) {
    return new IllegalArgumentException(key(name) + " " + problem);
  }

  /** The property that {@link #get} reads. */
  private String key(String name) {
    return ofSignal(name) ? signalKey(name) : PREFIX + name;
  }

  private String signalKey(String name) {
    return PREFIX + signal + "." + name;
  }

  private String text(String key) {
    String text = config.apply(key);
    return text == null || text.trim().isEmpty() ? null : text.trim();
  }
}
