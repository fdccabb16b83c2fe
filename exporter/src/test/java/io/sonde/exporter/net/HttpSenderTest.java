package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When connections are kept, replaced and given up. */
class HttpSenderTest {
  private static final int LONG = 20_000;

  private static HttpSender.Response post(HttpSender sender) throws IOException {
    return sender.post("text/plain", null, new byte[10], 7);
  }

  private static void ok(HttpSender sender) throws IOException {
    HttpSender.Response response = post(sender);
    assertEquals(200, response.status());
    assertEquals("ok", new String(response.body()));
  }

  @Test
  void oneConnectionServesAll() throws Exception {
    try (HttpPeer peer = new HttpPeer(HttpPeer.SERVE)) {
      HttpSender sender = peer.sender("/path?query", LONG);
      for (int i = 0; i < 5; i++) {
        ok(sender);
      }
      assertEquals(1, peer.accepted.get());
      assertTrue(peer.heads.get(4).startsWith("POST /path?query HTTP/1.1\r\n"));
      sender.close();
      ok(sender);
      assertEquals(2, peer.accepted.get());
      assertEquals(List.of(), peer.failures);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 65_535, 65_536, 200_001, 5_000_000})
  void bodiesArriveWhole(int length) throws Exception {
    AtomicReference<byte[]> received = new AtomicReference<>();
    byte[] body = new byte[length + 3];
    new Random(1).nextBytes(body);
    HttpPeer.Script script =
        connection -> {
          while (connection.request() != null) {
            received.set(connection.body);
            connection.write(HttpPeer.OK);
          }
        };
    try (HttpPeer peer = new HttpPeer(script)) {
      HttpSender sender = peer.sender(LONG);
      for (int i = 0; i < 2; i++) {
        sender.post("text/plain", null, body, length);
        assertArrayEquals(Arrays.copyOf(body, length), received.get());
      }
      assertEquals(1, peer.accepted.get());
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
    try (HttpPeer peer = new HttpPeer(once, HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      ok(sender);
      closed.await();
      ok(sender);
      assertEquals(2, peer.accepted.get());
      assertEquals(2, peer.heads.size());
    }
  }

  @Test
  void aConnectionThatIsClosedUnderARequestIsReplaced() throws Exception {
    HttpPeer.Script cut =
        connection -> {
          connection.request();
          connection.write(HttpPeer.OK);
          connection.request();
        };
    try (HttpPeer peer = new HttpPeer(cut, HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      ok(sender);
      ok(sender);
      assertEquals(3, peer.heads.size());
      assertEquals(2, peer.accepted.get());
    }
  }

  @Test
  void aNewConnectionIsNotTriedTwice() throws Exception {
    try (HttpPeer peer = new HttpPeer(HttpPeer.Connection::request)) {
      HttpSender sender = peer.sender(LONG);
      assertThrows(IOException.class, () -> post(sender));
      assertEquals(1, peer.accepted.get());
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotAskedForAgain() throws Exception {
    HttpPeer.Script cut =
        connection -> {
          connection.request();
          connection.write(HttpPeer.OK);
          connection.request();
          connection.write("HTTP/1.1 2");
        };
    try (HttpPeer peer = new HttpPeer(cut, HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      ok(sender);
      assertEquals(
          "connection closed by the peer",
          assertThrows(IOException.class, () -> post(sender)).getMessage());
      assertEquals(1, peer.accepted.get());
      ok(sender);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nconnection: x, CLOSE\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok?",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nok\r\n0\r\n\r\n",
      })
  void whatNothingCanFollowIsClosed(String answer) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    HttpPeer.Script script =
        connection -> {
          connection.request();
          connection.write(answer);
          connection.awaitEnd();
          closed.countDown();
        };
    try (HttpPeer peer = new HttpPeer(script, HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      ok(sender);
      ok(sender);
      assertTrue(closed.await(20, TimeUnit.SECONDS));
      assertEquals(2, peer.accepted.get());
    }
  }

  @Test
  void aRefusalThatComesBeforeTheBodyIsReadIsHeard() throws Exception {
    HttpPeer.Script refuse =
        connection -> {
          connection.head();
          connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
          // With unread bytes the close resets the connection.
        };
    try (HttpPeer peer = new HttpPeer(refuse, HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      byte[] body = new byte[20 << 20];
      assertEquals(413, sender.post("text/plain", null, body, body.length).status());
      ok(sender);
      assertEquals(2, peer.accepted.get());
    }
  }

  @Test
  void aPeerThatDoesNotReadCostsTheTimeOutAndNoThread() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    AtomicReference<Set<Thread>> during = new AtomicReference<>();
    HttpPeer.Script deaf =
        connection -> {
          connection.head();
          during.set(Thread.getAllStackTraces().keySet());
          over.await();
          connection.awaitEnd();
          closed.countDown();
        };
    try (HttpPeer peer = new HttpPeer(deaf)) {
      HttpSender sender = peer.sender(700);
      byte[] body = new byte[20 << 20];
      assertThrows(
          SocketTimeoutException.class, () -> sender.post("text/plain", null, body, body.length));
      over.countDown();
      assertTrue(closed.await(20, TimeUnit.SECONDS));
      during.get().removeAll(before);
      assertFalse(during.get().stream().anyMatch(t -> t.getName().startsWith("sonde-")));
      assertEquals(1, peer.accepted.get());
    }
  }

  @Test
  void aPeerThatDoesNotAnswerCostsTheTimeOut() throws Exception {
    CountDownLatch closed = new CountDownLatch(2);
    HttpPeer.Script mute =
        connection -> {
          connection.awaitEnd();
          closed.countDown();
        };
    HttpPeer.Script dripping =
        connection -> {
          connection.request();
          connection.write("HTTP/1.1 200 OK\r\nx: ");
          try {
            while (true) {
              connection.write("x");
              Thread.sleep(50);
            }
          } finally {
            closed.countDown();
          }
        };
    try (HttpPeer peer = new HttpPeer(mute, dripping)) {
      HttpSender sender = peer.sender(400);
      assertThrows(SocketTimeoutException.class, () -> post(sender));
      assertThrows(SocketTimeoutException.class, () -> post(sender));
      assertTrue(closed.await(20, TimeUnit.SECONDS));
      assertEquals(2, peer.accepted.get());
    }
  }

  @Test
  void aPeerThatIsSilentOnAKeptConnectionIsNotAskedAgain() throws Exception {
    HttpPeer.Script once =
        connection -> {
          connection.request();
          connection.write(HttpPeer.OK);
          connection.awaitEnd();
        };
    try (HttpPeer peer = new HttpPeer(once)) {
      HttpSender sender = peer.sender(400);
      ok(sender);
      assertThrows(SocketTimeoutException.class, () -> post(sender));
      assertEquals(1, peer.accepted.get());
    }
  }

  @Test
  void whoIsNotThereIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      HttpSender sender = new HttpSender(new URL("http", host, port, ""), Map.of(), null, LONG);
      IOException e = assertThrows(ConnectException.class, () -> post(sender));
      assertEquals("Connection refused", e.getMessage());
    }
    HttpSender lost = new HttpSender(new URL("http://nowhere.invalid/"), Map.of(), null, LONG);
    assertThrows(UnknownHostException.class, () -> post(lost));
  }

  @Test
  void anInterruptCostsThePostAndSpinsNot() throws Exception {
    try (HttpPeer peer = new HttpPeer(HttpPeer.SERVE)) {
      HttpSender sender = peer.sender(LONG);
      Thread.currentThread().interrupt();
      IOException e = assertThrows(IOException.class, () -> post(sender));
      assertTrue(Thread.interrupted());
      assertFalse(e instanceof SocketTimeoutException);
      ok(sender);
    }
  }
}
