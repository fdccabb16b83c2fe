package io.sonde.exporter.net;

import io.opentelemetry.exporter.internal.TlsUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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
   * Of the files that {@code certificate}, {@code client.key} and {@code client.certificate} name;
   * what is in them is looked at when a socket is made.
   *
   * @throws IllegalArgumentException when one cannot be read
   */
  public static SSLSocketFactory socketFactory(Settings settings) {
    return new CurrentSocketFactory(
        new CurrentTls(settings, TRUSTED, CLIENT_KEY, CLIENT_CERTIFICATE));
  }

  /**
   * Reads the files that these settings name, which asks for no security provider yet: those who
   * are trusted, the own key and its certificate; null where one is unset.
   *
   * @throws IllegalArgumentException when one cannot be read, or is set without its counterpart
   */
  static byte[][] files(
      Settings settings, String trustedName, String keyName, String certificateName) {
    byte[] key = file(settings, keyName);
    byte[] certificate = file(settings, certificateName);
    if ((key == null) != (certificate == null)) {
      throw settings.malformed(
          key == null ? certificateName : keyName, "is set without its counterpart");
    }
    return new byte[][] {file(settings, trustedName), key, certificate};
  }

  /**
   * TLS with those {@link #files}. Without the first the JVM's authorities are trusted.
   *
   * @throws IllegalArgumentException when one cannot be used
   * @throws SSLException when this JVM has no TLS
   */
  static SSLContext context(
      Settings settings, String trustedName, String keyName, String certificateName)
      throws SSLException {
    byte[][] files = files(settings, trustedName, keyName, certificateName);
    String reading = trustedName;
    try {
      TrustManager[] trust =
          files[0] == null ? null : new TrustManager[] {TlsUtil.trustManager(files[0])};
      reading = keyName;
      KeyManager[] keys =
          files[1] == null ? null : new KeyManager[] {TlsUtil.keyManager(files[1], files[2])};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (IOException e) {
      throw settings.malformed(reading, "is not a usable PEM file");
    } catch (GeneralSecurityException e) {
      throw new SSLException("this JVM has no TLS", e);
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
