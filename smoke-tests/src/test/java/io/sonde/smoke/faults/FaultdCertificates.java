package io.sonde.smoke.faults;

import io.sonde.exporter.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority, and certificates for {@code localhost} by it: a good one, one that is over, and one
 * that it knows nothing of. Made by the JDK's keytool when the first client speaks TLS. Thread
 * safe.
 */
final class FaultdCertificates {
  private static final String PASSWORD = "password";

  private final Path folder =
      Path.of("target", "faultd-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  private final Map<FaultMode, SSLContext> contexts = new EnumMap<>(FaultMode.class);

  /** A PEM file with the authority to trust. */
  Path authority() {
    context(FaultMode.OK);
    return folder.resolve("authority.pem");
  }

  /** Of a server in that mode; made when it is first asked for. */
  SSLContext of(FaultMode mode) {
    return context(mode.isCertificate() ? mode : FaultMode.OK);
  }

  private synchronized SSLContext context(FaultMode mode) {
    if (contexts.isEmpty()) {
      try {
        make();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return contexts.get(mode);
  }

  private void make() throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
    keytool("-exportcert", "-alias", "ca", "-rfc", "-file", file("authority.pem"));
    keytool("-genkeypair", "-alias", "leaf", "-dname", "CN=localhost");
    keytool("-certreq", "-alias", "leaf", "-file", file("request"));
    certificate("good.pem", "-1d", "3");
    certificate("expired.pem", "-3d", "2");
    contexts.put(FaultMode.OK, signed("good.pem"));
    contexts.put(FaultMode.EXPIRED_CERT, signed("expired.pem"));
    try {
      contexts.put(
          FaultMode.WRONG_CA, new TestCertificate(folder.getFileName() + "/other").context());
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void certificate(String name, String start, String days) throws IOException {
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-infile",
        file("request"),
        "-outfile",
        file(name),
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-startdate",
        start,
        "-validity",
        days);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", file("store.p12")));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-startdate", "-9d", "-validity", "90"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new IOException(output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private SSLContext signed(String name) throws IOException, GeneralSecurityException {
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      made.load(in, PASSWORD.toCharArray());
    }
    Key key = made.getKey("leaf", PASSWORD.toCharArray());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      Certificate leaf = CertificateFactory.getInstance("X.509").generateCertificate(in);
      Certificate[] chain = {leaf, made.getCertificate("ca")};
      store.setKeyEntry("leaf", key, PASSWORD.toCharArray(), chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
