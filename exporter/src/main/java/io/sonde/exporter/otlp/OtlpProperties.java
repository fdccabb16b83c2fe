package io.sonde.exporter.otlp;

import io.sonde.exporter.net.PemTls;
import java.util.function.Function;

/** The properties of one signal: its own before the general ones. */
final class OtlpProperties implements PemTls.Settings {
  private static final String PREFIX = "otel.exporter.otlp.";

  private final String signal;
  private final Function<String, String> config;

  OtlpProperties(String signal, Function<String, String> config) {
    this.signal = signal;
    this.config = config;
  }

  @Override
  public String get(String name) {
    return text(key(name));
  }

  boolean ofSignal(String name) {
    return text(signalKey(name)) != null;
  }

  @Override
  public IllegalArgumentException malformed(String name, String problem) {
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
