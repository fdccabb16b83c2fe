package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.PemFiles;
import io.sonde.exporter.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CurrentTlsTest {
  private static final String[] NAMES = {"certificate", "client.key", "client.certificate"};

  private TestCertificate used;
  private TestCertificate next;
  private long age = 60;
  private int warnings;

  @BeforeEach
  void makeCertificates() throws Exception {
    used = new TestCertificate("current-tls");
    next = new TestCertificate("next-tls");
  }

  private CurrentTls tls(long everyNanos) {
    PemTls.Settings files = new PemFiles(used);
    PemTls.Settings told =
        new PemTls.Settings() {
          @Override
          public String get(String name) {
            return files.get(name);
          }

          @Override
          public IllegalArgumentException malformed(String name, String problem) {
            warnings++;
            return files.malformed(name, problem);
          }
        };
    return new CurrentTls(told, everyNanos, NAMES);
  }

  /** File systems may count seconds. */
  private void changed(Path file) throws IOException {
    FileTime time = FileTime.fromMillis(System.currentTimeMillis() - age-- * 1000);
    Files.setLastModifiedTime(file, time);
  }

  private void renew() throws IOException {
    Files.copy(next.certificate, used.certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(next.key, used.key, StandardCopyOption.REPLACE_EXISTING);
    changed(used.certificate);
    changed(used.key);
  }

  /** Whether a client that trusts {@code certificate} alone is content with the server. */
  private static boolean trusts(TestCertificate certificate, SSLContext server) throws Exception {
    return trusts(certificate.context().getSocketFactory(), server);
  }

  private static boolean trusts(SSLSocketFactory factory, SSLContext server) throws Exception {
    try (SSLServerSocket listening =
            (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0);
        SSLSocket client =
            (SSLSocket) factory.createSocket("localhost", listening.getLocalPort())) {
      Thread accepting =
          new Thread(
              () -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                  accepted.startHandshake();
                } catch (IOException refused) {
                  // By the client.
                }
              });
      accepting.start();
      try {
        client.startHandshake();
        return true;
      } catch (SSLException e) {
        return false;
      } finally {
        client.close();
        accepting.join();
      }
    }
  }

  @Test
  void changedFilesAreReadAgain() throws Exception {
    CurrentTls tls = tls(0);
    SSLContext first = tls.context();
    assertSame(first, tls.context());
    assertTrue(trusts(used, first));
    renew();
    SSLContext second = tls.context();
    assertNotSame(first, second);
    assertSame(second, tls.context());
    assertTrue(trusts(next, second));
    assertFalse(trusts(used, second));
    assertEquals(0, warnings);
  }

  @Test
  void whatCannotBeUsedIsToldOnceAndTheOldHolds() throws Exception {
    CurrentTls tls = tls(0);
    SSLContext first = tls.context();
    Files.writeString(used.key, "no key");
    changed(used.key);
    assertSame(first, tls.context());
    assertSame(first, tls.context());
    assertEquals(1, warnings);
    Files.delete(used.certificate);
    assertSame(first, tls.context());
    assertEquals(2, warnings);
    renew();
    assertTrue(trusts(next, tls.context()));
    assertEquals(2, warnings);
  }

  /** Nothing of TLS is made before; what is wrong is said, and may be put right. */
  @Test
  void theFirstConnectionReadsThem() throws Exception {
    Files.writeString(used.key, "no key");
    CurrentTls tls = tls(TimeUnit.HOURS.toNanos(1));
    assertEquals(0, warnings);
    for (int i = 0; i < 2; i++) {
      SSLException refused = assertThrows(SSLException.class, tls::context);
      assertEquals("client.key is not a usable PEM file", refused.getMessage());
    }
    renew();
    assertTrue(trusts(next, tls.context()));
  }

  /** As an exporter, to which the server is to be known. */
  @Test
  void anExporterTrustsTheAuthorityOfToday() throws Exception {
    SSLSocketFactory factory = new CurrentSocketFactory(tls(0));
    assertTrue(trusts(factory, used.context()));
    assertFalse(trusts(factory, next.context()));
    renew();
    assertTrue(trusts(factory, next.context()));
  }

  @Test
  void itLooksNotMoreOftenThanItIsTold() throws Exception {
    CurrentTls tls = tls(TimeUnit.HOURS.toNanos(1));
    SSLContext first = tls.context();
    renew();
    assertSame(first, tls.context());
  }
}
