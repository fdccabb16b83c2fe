package io.sonde.agent.config;

import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.net.CurrentTls;
import io.sonde.exporter.net.PemTls;

/** The scrape endpoint, beyond what has a name of OpenTelemetry. */
public final class PrometheusKeys {
  static final Section SECTION =
      new Section("Prometheus", "The scrape endpoint: how names are written, and who may read.");

  public static final Key<Boolean> UTF8_NAMES =
      SECTION.flag(
          "sonde.prometheus.utf8-names",
          false,
          "Whether a Prometheus 3 sees names as OpenTelemetry has them,"
              + " `http.server.request.duration_seconds`; others see underscores as ever. Queries"
              + " of dashboards are for underscores.");

  public static final Key<String> CERTIFICATE =
      SECTION.text(
          "sonde.prometheus.tls.certificate",
          null,
          "A PEM file with the endpoint's certificate and those between it and its authority; with"
              + " it the endpoint speaks HTTPS only. This file and the next two are read again within"
              + " a minute after they change.");

  public static final Key<String> KEY =
      SECTION.text(
          "sonde.prometheus.tls.key",
          null,
          "A PEM file with the private key of that certificate, PKCS #8.");

  public static final Key<String> CLIENT_CA =
      SECTION.text(
          "sonde.prometheus.tls.client-ca",
          null,
          "A PEM file of authorities; with it only clients with a certificate of theirs are"
              + " answered.");

  public static final Key<String> USERNAME =
      SECTION.text(
          "sonde.prometheus.username",
          null,
          "The name that a client must give (basic authentication); `/-/healthy` is open.");

  public static final Key<String> PASSWORD =
      SECTION.secret("sonde.prometheus.password", "The password that it must give.");

  private PrometheusKeys() {}

  /**
   * Who may read. Reads the PEM files.
   *
   * @throws IllegalArgumentException when a setting cannot be used: then nobody may
   */
  public static EndpointAccess access(Config config) {
    Tls settings = new Tls(config);
    boolean tls = config.get(CERTIFICATE) != null || config.get(KEY) != null;
    if (config.get(CLIENT_CA) != null && !tls) {
      throw settings.malformed(CLIENT_CA.name(), "is set without a certificate");
    }
    if ((config.get(USERNAME) == null) != (config.get(PASSWORD) == null)) {
      Key<String> missing = config.get(USERNAME) == null ? USERNAME : PASSWORD;
      throw settings.malformed(missing.name(), "is missing");
    }
    return new EndpointAccess(
        tls ? new CurrentTls(settings, CLIENT_CA.name(), KEY.name(), CERTIFICATE.name()) : null,
        config.get(CLIENT_CA) != null,
        config.get(USERNAME),
        config.get(PASSWORD));
  }

  private static final class Tls implements PemTls.Settings {
    private final Config config;

    Tls(Config config) {
      this.config = config;
    }

    @Override
    public String get(String name) {
      return config.get(
          name.equals(KEY.name())
              ? KEY
              : name.equals(CERTIFICATE.name()) ? CERTIFICATE : CLIENT_CA);
    }

    @Override
    public IllegalArgumentException malformed(String name, String problem) {
      return new IllegalArgumentException(name + " " + problem);
    }
  }
}
