package io.sonde.exporter;

import io.sonde.exporter.net.CurrentTls;
import io.sonde.exporter.net.PemTls;

/**
 * The settings that name the files of a {@link TestCertificate}. Apart from it, which other modules
 * load without what is shipped.
 */
public final class PemFiles implements PemTls.Settings {
  private final TestCertificate of;

  public PemFiles(TestCertificate of) {
    this.of = of;
  }

  /** A peer that has the certificate and trusts it. */
  public CurrentTls current() {
    return new CurrentTls(this, "certificate", "client.key", "client.certificate");
  }

  @Override
  public String get(String name) {
    return (name.endsWith("key") ? of.key : of.certificate).toString();
  }

  @Override
  public IllegalArgumentException malformed(String name, String problem) {
    return new IllegalArgumentException(name + " " + problem);
  }
}
