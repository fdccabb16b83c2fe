package io.sonde.exporter.net;

import io.sonde.bootstrap.AgentLog;
import java.io.File;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * TLS from PEM files that are read for the first connection, and again when they change:
 * certificates of today last for hours, a JVM for months. Not sooner, for the JVM asks for its
 * security providers once, and they are the application's to choose (fault A19). Thread safe.
 */
public final class CurrentTls {
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final PemTls.Settings settings;
  private final String[] names;
  private final long everyNanos;
  private SSLContext context;
  private long[] stamps;
  private long nextLook;

  /**
   * @throws IllegalArgumentException when one of the files cannot be read
   */
  public CurrentTls(
      PemTls.Settings settings, String trustedName, String keyName, String certificateName) {
    this(settings, EVERY_NANOS, trustedName, keyName, certificateName);
  }

  /**
   * @param names as above
   */
  CurrentTls(PemTls.Settings settings, long everyNanos, String... names) {
    this.settings = settings;
    this.everyNanos = everyNanos;
    this.names = names;
    PemTls.files(settings, names[0], names[1], names[2]);
  }

  /**
   * Looks at most once a minute whether the files have changed; while what is in them now cannot be
   * used, what was holds.
   *
   * @throws SSLException when what was in them never could be used, or this JVM has no TLS
   */
  public synchronized SSLContext context() throws SSLException {
    long now = System.nanoTime();
    if (context == null || now - nextLook >= 0) {
      nextLook = now + everyNanos;
      // Before the files: one that changes meanwhile is read once more.
      long[] found = stamps();
      if (context == null) {
        context = read();
      } else if (!Arrays.equals(found, stamps)) {
        readAgain();
      }
      stamps = found;
    }
    return context;
  }

  private void readAgain() {
    try {
      context = read();
      AgentLog.info("TLS: read the certificates again");
    } catch (SSLException e) {
      AgentLog.warn("TLS: keeps what was read before: " + e.getMessage());
    }
  }

  private SSLContext read() throws SSLException {
    try {
      return PemTls.context(settings, names[0], names[1], names[2]);
    } catch (RuntimeException e) {
      throw new SSLException(e.getMessage());
    }
  }

  /** Of each file when it was changed, and its length; 0 where there is none. */
  private long[] stamps() {
    long[] found = new long[2 * names.length];
    for (int i = 0; i < names.length; i++) {
      String path = settings.get(names[i]);
      if (path != null) {
        File file = new File(path);
        found[2 * i] = file.lastModified();
        found[2 * i + 1] = file.length();
      }
    }
    return found;
  }
}
