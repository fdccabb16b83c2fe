package io.sonde.agent.config;

import io.sonde.exporter.net.PemTls;
import javax.net.ssl.SSLSocketFactory;

/** The settings that every destination has which may be reached over TLS. */
final class TlsKeys {
  private final String prefix;
  private final Key<String> certificate;
  private final Key<String> clientKey;
  private final Key<String> clientCertificate;

  /**
   * @param prefix such as {@code sonde.exporter.loki}
   */
  TlsKeys(Section section, String prefix) {
    this.prefix = prefix + ".";
    certificate =
        section.text(
            prefix + ".certificate",
            null,
            "Path of a PEM file with the certificates to trust; the JVM's own when unset.");
    clientKey =
        section.text(
            prefix + ".client.key",
            null,
            "Path of a PEM file with the private key to show to the server.");
    clientCertificate =
        section.text(
            prefix + ".client.certificate",
            null,
            "Path of a PEM file with the certificate chain to show to the server.");
  }

  /**
   * TLS as the settings say. Reads the PEM files.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  SSLSocketFactory socketFactory(final Config config) {
    return PemTls.socketFactory(
        new PemTls.Settings() {
          @Override
          public String get(String name) {
            return config.get(
                name.equals("certificate")
                    ? certificate
                    : name.equals("client.key") ? clientKey : clientCertificate);
          }

          @Override
          public IllegalArgumentException malformed(String name, String problem) {
            return new IllegalArgumentException(prefix + name + " " + problem);
          }
        });
  }
}
