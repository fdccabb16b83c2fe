package io.sonde.exporter.net;

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
public final class PemTls {
  private static final String TRUSTED = "certificate";
  private static final String CLIENT_KEY = "client.key";
  private static final String CLIENT_CERTIFICATE = "client.certificate";

  /** The settings of one exporter, without their prefix. */
  public interface Settings {
    /** Null when unset. */
    String get(String name);

    /** What is wrong with a setting; has the setting's full name, never its value. */
    IllegalArgumentException malformed(String name, String problem);
  }

  private PemTls() {}

  /**
   * Reads the files that {@code certificate}, {@code client.key} and {@code client.certificate}
   * name, and again when they change.
   *
   * @throws IllegalArgumentException when one cannot be used
   */
  public static SSLSocketFactory socketFactory(Settings settings) {
    return new CurrentSocketFactory(
        new CurrentTls(settings, TRUSTED, CLIENT_KEY, CLIENT_CERTIFICATE));
  }

  /**
   * Reads the files that these settings name: those who are trusted, and the own key with its
   * certificate. Without the first the JVM's authorities are trusted.
   *
   * @throws IllegalArgumentException when one cannot be used
   */
  static SSLContext context(
      Settings settings, String trustedName, String keyName, String certificateName) {
    byte[] trusted = file(settings, trustedName);
    byte[] key = file(settings, keyName);
    byte[] certificate = file(settings, certificateName);
    if ((key == null) != (certificate == null)) {
      throw settings.malformed(
          key == null ? certificateName : keyName, "is set without its counterpart");
    }
    String reading = trustedName;
    try {
      TrustManager[] trust =
          trusted == null ? null : new TrustManager[] {TlsUtil.trustManager(trusted)};
      reading = keyName;
      KeyManager[] keys =
          key == null ? null : new KeyManager[] {TlsUtil.keyManager(key, certificate)};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (IOException e) {
      throw settings.malformed(reading, "is not a usable PEM file");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static byte[] file(Settings settings, String name) {
    String path = settings.get(name);
    if (path == null) {
      return null;
    }
    try {
      return Files.readAllBytes(Paths.get(path));
    } catch (IOException e) {
      throw settings.malformed(name, "names a file that cannot be read");
    } catch (InvalidPathException e) {
      throw settings.malformed(name, "is not a path");
    }
  }
}
