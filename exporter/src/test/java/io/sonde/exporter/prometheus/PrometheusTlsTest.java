package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.PemFiles;
import io.sonde.exporter.TestCertificate;
import io.sonde.exporter.endpoint.Endpoint;
import io.sonde.exporter.endpoint.EndpointAccess;
import io.sonde.exporter.net.CurrentTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint with TLS and credentials, against the JDK's own client. */
@Timeout(60)
class PrometheusTlsTest {
  private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n";
  private static SSLContext context;
  private static CurrentTls tls;

  private final List<Socket> sockets = new ArrayList<>();
  private Endpoint server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    TestCertificate certificate = new TestCertificate("prometheus-tls");
    context = certificate.context();
    tls = new PemFiles(certificate).current();
  }

  private void start(EndpointAccess access) {
    server =
        TestMetrics.endpoint(
            "127.0.0.1", 0, TestMetrics.exposition(() -> TestMetrics.shop(3), true), access);
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static EndpointAccess tls() {
    return new EndpointAccess(tls, false, null, null);
  }

  private Socket plain() throws IOException {
    Socket socket = new Socket("localhost", server.port());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private SSLSocket connect(SSLContext client, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client.getSocketFactory().createSocket(plain(), "localhost", server.port(), true);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aScrape(String protocol) throws Exception {
    start(tls());
    SSLSocket socket = connect(context, protocol);
    send(socket, GET + "Connection: close\r\n\r\n");
    String answer = rest(socket);
    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    assertEquals(length, answer.length() - answer.indexOf("\r\n\r\n") - 4);
  }

  @Test
  void oldProtocolsAreRefused() throws Exception {
    start(tls());
    SSLSocket socket = connect(context);
    socket.setEnabledProtocols(new String[] {"TLSv1.1", "TLSv1"});
    assertThrows(IOException.class, socket::startHandshake);
  }

  @Test
  void requestsAreBytesNotRecords() throws Exception {
    start(tls());
    SSLSocket socket = connect(context);
    for (char c : (GET + "\r\n").toCharArray()) {
      send(socket, String.valueOf(c));
    }
    String pipelined = (GET + "X: " + "x".repeat(3000) + "\r\n\r\n").repeat(9);
    send(socket, pipelined + GET + "Connection: close\r\n\r\n");
    String answers = rest(socket);
    assertEquals(11, answers.split("HTTP/1.1 200 OK", -1).length - 1);
  }

  @Test
  void aClientThatReadsSlowlyGetsItAll() throws Exception {
    server =
        TestMetrics.endpoint(
            "127.0.0.1", 0, TestMetrics.exposition(() -> TestMetrics.many(150_000), false), tls());
    server.start();
    SSLSocket socket = connect(context);
    send(socket, GET + "Connection: close\r\n\r\n");
    // Its buffers full, the server serves others.
    SSLSocket other = connect(context);
    send(other, "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(rest(other).endsWith("healthy\n"));
    StringBuilder all = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] part = new byte[9000];
    for (int n = in.read(part); n >= 0; n = in.read(part)) {
      all.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
    }
    assertTrue(all.length() > 5_000_000);
    assertEquals(150_000, all.toString().lines().filter(l -> l.startsWith("many{")).count());
  }

  @Test
  void aClientNeedsACertificate() throws Exception {
    start(new EndpointAccess(tls, true, null, null));
    SSLSocket known = connect(context);
    send(known, GET + "Connection: close\r\n\r\n");
    assertTrue(rest(known).startsWith("HTTP/1.1 200"));
    SSLContext anonymous = SSLContext.getInstance("TLS");
    anonymous.init(null, new TrustManager[] {trustAll()}, null);
    SSLSocket unknown = connect(anonymous);
    SSLException refused =
        assertThrows(
            SSLException.class,
            () -> {
              send(unknown, GET + "\r\n");
              unknown.getInputStream().read();
            });
    assertTrue(refused.getMessage().contains("certificate"), refused.getMessage());
  }

  private static X509TrustManager trustAll() {
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

      @Override
      public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

      @Override
      public java.security.cert.X509Certificate[] getAcceptedIssuers() {
        return new java.security.cert.X509Certificate[0];
      }
    };
  }

  /** Half a handshake, nothing, plain HTTP and noise, on more connections than there may be. */
  @Test
  void hostileHandshakesKeepNobodyOut() throws Exception {
    start(tls());
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Socket socket = plain();
      byte[] noise = new byte[random.nextInt(40_000)];
      random.nextBytes(noise);
      try {
        switch (i % 4) {
          case 0 -> send(socket, GET + "\r\n");
          case 1 -> socket.getOutputStream().write(noise);
          case 2 -> socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63});
          default -> {}
        }
      } catch (IOException closedAlready) {
        // That is what it deserves.
      }
    }
    SSLSocket socket = connect(context);
    send(socket, GET + "Connection: close\r\n\r\n");
    assertTrue(rest(socket).startsWith("HTTP/1.1 200"));
  }

  /** The port is open; the key may still come. */
  @Test
  void aKeyThatCannotBeUsedKeepsEverybodyOutUntilItCan() throws Exception {
    TestCertificate certificate = new TestCertificate("prometheus-tls-late");
    String key = Files.readString(certificate.key);
    Files.writeString(certificate.key, "no key");
    start(new EndpointAccess(new PemFiles(certificate).current(), false, null, null));
    for (int i = 0; i < 2; i++) {
      assertThrows(IOException.class, connect(certificate.context())::startHandshake);
    }
    Files.writeString(certificate.key, key);
    SSLSocket socket = connect(certificate.context());
    send(socket, GET + "Connection: close\r\n\r\n");
    assertTrue(rest(socket).startsWith("HTTP/1.1 200"));
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    start(tls());
    SSLSocket socket = connect(context, "TLSv1.2");
    socket.startHandshake();
    assertThrows(
        IOException.class,
        () -> {
          socket.startHandshake();
          send(socket, GET + "\r\n");
          if (socket.getInputStream().read() < 0) {
            throw new IOException("closed");
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "scraper:p:ss wörd, /metrics, 200",
    "scraper:p:ss wörd, /-/healthy, 200",
    ", /-/healthy, 200",
    ", /metrics, 401",
    ", /, 401",
    ", /other, 401",
    "scraper:p:ss wörd2, /metrics, 401",
    "scraper:, /metrics, 401",
    "scraper, /metrics, 401",
    "Scraper:p:ss wörd, /metrics, 401",
  })
  void credentials(String sent, String path, int status) throws Exception {
    start(new EndpointAccess(null, false, "scraper", "p:ss wörd"));
    Socket socket = plain();
    String header =
        sent == null
            ? ""
            : "authorization: bAsic "
                + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "Connection: close\r\n\r\n");
    String answer = rest(socket);
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals(status == 401, answer.contains("\r\nWWW-Authenticate: Basic realm="), answer);
    assertEquals(status == 401, answer.endsWith("\r\nunauthorized\n"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic !!!", "Bearer c2NyYXBlcg==", "", "Basic =", ":"})
  void malformedCredentials(String header) throws Exception {
    start(new EndpointAccess(null, false, "scraper", "secret"));
    Socket socket = plain();
    send(socket, GET + "Authorization: " + header + "\r\nConnection: close\r\n\r\n");
    assertTrue(rest(socket).startsWith("HTTP/1.1 401 "));
  }
}
