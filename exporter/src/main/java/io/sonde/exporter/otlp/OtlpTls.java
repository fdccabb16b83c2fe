package io.sonde.exporter.otlp;

import io.opentelemetry.exporter.internal.TlsUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS of one exporter, from PEM files. Always a context of our own: an application may replace the
 * JVM's default one.
 */
final class OtlpTls {
  private static final String TRUSTED = "certificate";
  private static final String CLIENT_KEY = "client.key";
  private static final String CLIENT_CERTIFICATE = "client.certificate";

  private OtlpTls() {}

  static SSLSocketFactory socketFactory(OtlpProperties properties) {
    byte[] trusted = file(properties, TRUSTED);
    byte[] key = file(properties, CLIENT_KEY);
    byte[] certificate = file(properties, CLIENT_CERTIFICATE);
    if ((key == null) != (certificate == null)) {
      throw properties.malformed(
          key == null ? CLIENT_CERTIFICATE : CLIENT_KEY, "is set without its counterpart");
    }
    String reading = TRUSTED;
    try {
      TrustManager[] trust =
          trusted == null ? null : new TrustManager[] {TlsUtil.trustManager(trusted)};
      reading = CLIENT_KEY;
      KeyManager[] keys =
          key == null ? null : new KeyManager[] {TlsUtil.keyManager(key, certificate)};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context.getSocketFactory();
    } catch (IOException e) {
      throw properties.malformed(reading, "is not a usable PEM file");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static byte[] file(OtlpProperties properties, String name) {
    String path = properties.get(name);
    if (path == null) {
      return null;
    }
    try {
      return Files.readAllBytes(Paths.get(path));
    } catch (IOException e) {
      throw properties.malformed(name, "names a file that cannot be read");
    } catch (InvalidPathException e) {
      throw properties.malformed(name, "is not a path");
    }
  }
}
