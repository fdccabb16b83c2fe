package io.sonde.agent.config;

import io.sonde.exporter.net.TcpTarget;

/** Log records to Logstash. */
public final class LogstashKeys {
  static final Section SECTION = new Section("Logstash", "The log exporter `logstash`.");

  private static final String PREFIX = "sonde.exporter.logstash";
  private static final String PLAIN = "tcp://";
  private static final String SECURE = "tcps://";

  private static final Key<String> ENDPOINT =
      SECTION.text(
          PREFIX + ".endpoint",
          "tcp://localhost:5000",
          "Host and port of a `tcp` input with `codec => json`; `tcps://` for TLS.");

  public static final Key<String> FORMAT =
      SECTION.oneOf(
          PREFIX + ".format",
          "logstash",
          "What a line looks like. `logstash-strict` is for a pipeline with the filters `json {"
              + " source => \"message\" }` and `grok`, which then tag nothing.",
          "logstash",
          "logstash-strict",
          "json",
          "ecs");

  private static final Key<Long> TIMEOUT =
      SECTION.millis(PREFIX + ".timeout", 10_000, 600_000, "How long writing a batch may take.");

  private static final TlsKeys TLS = new TlsKeys(SECTION, PREFIX);

  private LogstashKeys() {}

  /**
   * Where the settings say. Reads the PEM files.
   *
   * @throws IllegalArgumentException when one of the settings cannot be used
   */
  public static TcpTarget target(Config config) {
    String endpoint = config.get(ENDPOINT);
    boolean secure = endpoint.startsWith(SECURE);
    if (!secure && !endpoint.startsWith(PLAIN)) {
      throw malformed();
    }
    String address = endpoint.substring((secure ? SECURE : PLAIN).length());
    int colon = address.lastIndexOf(':');
    if (!Values.isAddress(address) || colon < 0 || address.endsWith("]")) {
      throw malformed();
    }
    String host = address.substring(0, colon);
    return new TcpTarget(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(address.substring(colon + 1)),
        secure ? TLS.socketFactory(config) : null,
        config.get(TIMEOUT).intValue());
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        ENDPOINT.name() + " is not tcp://host:port or tcps://host:port");
  }
}
