package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.TestCertificate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTlsTest {
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = new TestCertificate("http-tls").context();
  }

  private static HttpPeer peer(HttpPeer.Script... scripts) throws IOException {
    return new HttpPeer(context.getServerSocketFactory(), scripts);
  }

  private static HttpSender sender(
      HttpPeer peer, String host, SSLSocketFactory tls, int timeoutMillis) throws IOException {
    URL url = new URL("https", host, peer.port(), "/x");
    return new HttpSender(url, Map.of(), tls, timeoutMillis);
  }

  private static int post(HttpSender sender, int length) throws IOException {
    return sender.post("text/plain", null, new byte[length], length).status();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 5_000_000})
  void aTrustedPeer(int length) throws Exception {
    byte[] body = new byte[length];
    new Random(1).nextBytes(body);
    HttpPeer.Script script =
        connection -> {
          while (connection.request() != null) {
            assertArrayEquals(body, connection.body);
            connection.write(HttpPeer.OK);
          }
        };
    try (HttpPeer peer = peer(script)) {
      HttpSender sender = sender(peer, "localhost", context.getSocketFactory(), 20_000);
      for (int i = 0; i < 3; i++) {
        assertEquals(200, sender.post("text/plain", null, body, length).status());
      }
      assertEquals(1, peer.accepted.get());
      sender.close();
    }
  }

  @Test
  void anUntrustedPeerOrAnotherNameIsRefused() throws Exception {
    SSLSocketFactory trusting = context.getSocketFactory();
    SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
    SSLContext contextBefore = SSLContext.getDefault();
    // What an application does for itself is not for us.
    HttpsURLConnection.setDefaultSSLSocketFactory(trusting);
    SSLContext.setDefault(context);
    try (HttpPeer peer = peer(HttpPeer.SERVE)) {
      HttpSender untrusted = sender(peer, "localhost", null, 20_000);
      HttpSender misnamed = sender(peer, "127.0.0.1", trusting, 20_000);
      for (HttpSender sender : new HttpSender[] {untrusted, misnamed}) {
        assertThrows(SSLException.class, () -> post(sender, 5));
      }
      assertEquals(0, peer.heads.size());
    } finally {
      HttpsURLConnection.setDefaultSSLSocketFactory(before);
      SSLContext.setDefault(contextBefore);
    }
  }

  @Test
  void aConnectionThatWasClosedWhileIdleIsReplaced() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    HttpPeer.Script once =
        connection -> {
          connection.request();
          connection.write(HttpPeer.OK);
          connection.socket.close();
          closed.countDown();
        };
    try (HttpPeer peer = peer(once, HttpPeer.SERVE)) {
      HttpSender sender = sender(peer, "localhost", context.getSocketFactory(), 20_000);
      assertEquals(200, post(sender, 5));
      closed.await();
      assertEquals(200, post(sender, 5));
      assertEquals(2, peer.accepted.get());
    }
  }

  @Test
  void aPeerThatStopsCostsTheTimeOut() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(2);
    HttpPeer.Script deaf =
        connection -> {
          connection.head();
          over.await();
          connection.awaitEnd();
          closed.countDown();
        };
    HttpPeer.Script mute =
        connection -> {
          connection.request();
          connection.awaitEnd();
          closed.countDown();
        };
    try (HttpPeer peer = peer(deaf, mute)) {
      HttpSender sender = sender(peer, "localhost", context.getSocketFactory(), 2_000);
      assertThrows(SocketTimeoutException.class, () -> post(sender, 20 << 20));
      over.countDown();
      assertThrows(SocketTimeoutException.class, () -> post(sender, 5));
      assertTrue(closed.await(20, TimeUnit.SECONDS));
      assertEquals(2, peer.accepted.get());
    }
  }

  /** Each octet of it would start the time-out of a plain socket anew. */
  @Test
  void aHandshakeThatDoesNotComeOrDripsCostsTheTimeOut() throws Exception {
    HttpPeer.Script dripping =
        connection -> {
          connection.write("\u0016\u0003\u0003\u0040\u0000");
          while (true) {
            connection.write("\u0002");
            Thread.sleep(50);
          }
        };
    try (HttpPeer peer = new HttpPeer(HttpPeer.Connection::awaitEnd, dripping)) {
      HttpSender sender = sender(peer, "localhost", context.getSocketFactory(), 500);
      assertThrows(ConnectException.class, () -> post(sender, 5));
      assertThrows(ConnectException.class, () -> post(sender, 5));
    }
  }

  @Test
  void aPeerWithoutTlsIsTold() throws Exception {
    HttpPeer.Script plain =
        connection -> connection.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    try (HttpPeer peer = new HttpPeer(plain)) {
      HttpSender sender = sender(peer, "localhost", context.getSocketFactory(), 20_000);
      assertThrows(SSLException.class, () -> post(sender, 5));
    }
  }
}
