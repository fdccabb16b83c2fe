package io.sonde.exporter.logstash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.Await;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.TestCertificate;
import io.sonde.exporter.TestLog;
import io.sonde.exporter.lines.FlatJson;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.net.TcpTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class LogstashExporterTest {
  /** In doubt about all that it writes, up to the bound in bytes. */
  private static LogstashExporter exporter(int port, SSLSocketFactory tls, int timeoutMillis) {
    return exporter(port, tls, timeoutMillis, Long.MAX_VALUE);
  }

  private static LogstashExporter exporter(
      int port, SSLSocketFactory tls, int timeoutMillis, long momentNanos) {
    return new LogstashExporter(
        new TcpTarget("localhost", port, tls, timeoutMillis),
        LineFormat.LOGSTASH.line(TestLog.RESOURCE),
        momentNanos);
  }

  private static LogstashExporter exporter(FakeLogstash logstash) {
    return exporter(logstash.port(), null, 10_000);
  }

  private static List<LogEvent> batch(String prefix, int count) {
    List<LogEvent> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(new TestLog(prefix + i).traced().event());
    }
    return batch;
  }

  private static void deliver(LogstashExporter exporter, List<LogEvent> batch) throws IOException {
    assertNull(exporter.export(batch).reason());
  }

  /** In their order. */
  private static List<String> messages(FakeLogstash logstash) throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : logstash.lines()) {
      messages.add(FlatJson.parse(line).get("message").toString());
    }
    return messages;
  }

  private static List<String> expected(String prefix, int count) {
    return batch(prefix, count).stream().map(LogEvent::message).toList();
  }

  @Test
  void linesThatWereKeptArriveOnceAndInOrder() throws Exception {
    try (FakeLogstash logstash = new FakeLogstash()) {
      LogstashExporter exporter = exporter(logstash);
      SpoolableExporter.Request request = exporter.encode(batch("kept ", 5), 1, 4);
      assertEquals(3, request.records());
      byte[] kept = Arrays.copyOf(request.octets(), request.length());
      assertNull(exporter.resend(kept, kept.length, 3).reason());
      exporter.encode(batch("never sent ", 5), 0, 5);
      deliver(exporter, batch("new ", 2));
      List<String> expected = new ArrayList<>(expected("kept ", 4).subList(1, 4));
      expected.addAll(expected("new ", 2));
      Await.until(() -> logstash.lines().size() >= 5);
      assertEquals(expected, messages(logstash));
      exporter.close();
    }
  }

  @Test
  void everyLineOnceAndOverOneConnection() throws Exception {
    try (FakeLogstash logstash = new FakeLogstash()) {
      LogstashExporter exporter = exporter(logstash);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        deliver(exporter, batch("b" + i + " ", 100));
        expected.addAll(expected("b" + i + " ", 100));
      }
      exporter.close();
      // Closing waits until everything is read.
      assertEquals(expected, messages(logstash));
      assertEquals(1, logstash.connections());
      assertEquals(List.of(), logstash.malformed());
    }
  }

  @Test
  void oneLargeBatch() throws Exception {
    try (FakeLogstash logstash = new FakeLogstash()) {
      LogstashExporter exporter = exporter(logstash);
      deliver(exporter, batch("é\ud83d".repeat(20_000), 200));
      exporter.close();
      assertEquals(200, logstash.lines().size());
      assertEquals(List.of(), logstash.malformed());
    }
  }

  @Test
  void whatCannotBeEncodedCostsItself() throws Exception {
    try (FakeLogstash logstash = new FakeLogstash()) {
      LogstashExporter exporter = exporter(logstash);
      List<LogEvent> batch = batch("m", 3);
      batch.add(1, new TestLog("bad").with(1L, "no text for a key").event());
      assertEquals(1, exporter.export(batch).failed());
      exporter.close();
      assertEquals(expected("m", 3), messages(logstash));
    }
  }

  @Test
  void anIdleConnectionThatWasGivenUp() throws Exception {
    try (FakeLogstash logstash = new FakeLogstash()) {
      LogstashExporter exporter = exporter(logstash.port(), null, 10_000, 0);
      deliver(exporter, batch("a", 2));
      Await.until(() -> logstash.lines().size() == 2);
      deliver(exporter, batch("b", 1));
      Await.until(() -> logstash.lines().size() == 3);
      logstash.hangUp(false);
      Await.until(() -> logstash.openConnections() == 0);
      // b was written a moment ago: only Logstash knows that it has read it.
      assertThrows(IOException.class, () -> exporter.export(batch("c", 1)));
      deliver(exporter, batch("c", 1));
      exporter.close();
      assertEquals(List.of("a0", "a1", "b0", "b0", "c0"), messages(logstash));
      assertEquals(2, logstash.connections());
    }
  }

  @Test
  void whatWasWrittenIntoAConnectionThatIsReset() throws Exception {
    // A peer that never reads, and resets the connection with everything in its buffer.
    ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    int port = deaf.getLocalPort();
    LogstashExporter exporter = exporter(port, null, 10_000);
    Socket[] socket = new Socket[1];
    Thread accept = new Thread(() -> socket[0] = unchecked(deaf));
    accept.start();
    deliver(exporter, batch("lost", 3));
    deliver(exporter, batch("lost, too ", 2));
    accept.join();
    deaf.close();
    socket[0].close();
    try (FakeLogstash logstash = new FakeLogstash(ServerSocketFactory.getDefault(), port)) {
      assertThrows(IOException.class, () -> exporter.export(batch("next", 1)));
      deliver(exporter, batch("next", 1));
      exporter.close();
      List<String> expected = new ArrayList<>(expected("lost", 3));
      expected.addAll(expected("lost, too ", 2));
      expected.addAll(expected("next", 1));
      assertEquals(expected, messages(logstash));
    }
  }

  @Test
  void aResetThatShowsAtTheEnd() throws Exception {
    ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    int port = deaf.getLocalPort();
    LogstashExporter exporter = exporter(port, null, 10_000);
    Socket[] socket = new Socket[1];
    Thread accept = new Thread(() -> socket[0] = unchecked(deaf));
    accept.start();
    deliver(exporter, batch("lost", 3));
    accept.join();
    deaf.close();
    socket[0].close();
    try (FakeLogstash logstash = new FakeLogstash(ServerSocketFactory.getDefault(), port)) {
      exporter.close();
      assertEquals(expected("lost", 3), messages(logstash));
    }
  }

  private static Socket unchecked(ServerSocket server) {
    try {
      return server.accept();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Restarts at any moment: nothing is lost, though some lines come twice. In all they are less
   * than what is kept for a connection that breaks.
   */
  @Test
  void restartsUnderLoad() throws Exception {
    Set<String> received = new HashSet<>();
    Set<String> sent = new HashSet<>();
    FakeLogstash logstash = new FakeLogstash();
    int port = logstash.port();
    LogstashExporter exporter = exporter(port, null, 10_000);
    for (int i = 0; i < 60; i++) {
      if (i % 10 == 9) {
        logstash.hangUp(i % 20 == 9);
      }
      String prefix = i + " ";
      sent.addAll(expected(prefix, 20));
      for (int attempt = 0; ; attempt++) {
        try {
          deliver(exporter, batch(prefix, 20));
          break;
        } catch (IOException e) {
          assertTrue(attempt < 5, e.toString());
        }
      }
    }
    exporter.close();
    Await.until(() -> logstash.openConnections() == 0);
    for (String line : logstash.lines()) {
      // The last line of a connection may be half of one.
      try {
        received.add(FlatJson.parse(line).get("message").toString());
      } catch (IOException e) {
        assertFalse(line.endsWith("}"), line);
      }
    }
    logstash.close();
    sent.removeAll(received);
    assertEquals(Set.of(), sent);
  }

  @Test
  void aPeerThatAnswersIsNoLogstash() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = web.accept()) {
                  socket.getInputStream().read();
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The exporter's side ended it.
                }
              });
      thread.start();
      LogstashExporter exporter = exporter(web.getLocalPort(), null, 10_000);
      IOException e = assertThrows(IOException.class, () -> exporter.export(batch("x", 1)));
      assertTrue(e.getMessage().contains("answers"), e::toString);
      exporter.close();
      thread.join();
    }
  }

  @Test
  void aPeerThatNeverReads() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      LogstashExporter exporter = exporter(deaf.getLocalPort(), null, 1_000);
      List<LogEvent> batch = batch("x".repeat(60_000), 512);
      assertThrows(SocketTimeoutException.class, () -> exporter.export(batch));
      exporter.close();
    }
  }

  @Test
  void overTls() throws Exception {
    SSLContext context = new TestCertificate("logstash-tls").context();
    try (FakeLogstash logstash = new FakeLogstash(context.getServerSocketFactory(), 0)) {
      LogstashExporter exporter = exporter(logstash.port(), context.getSocketFactory(), 10_000);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        deliver(exporter, batch("b" + i + " ", 300));
        expected.addAll(expected("b" + i + " ", 300));
      }
      exporter.close();
      assertEquals(expected, messages(logstash));
      // The tickets that a server sends after the handshake are no answer.
      assertEquals(1, logstash.connections());
      assertEquals(List.of(), logstash.malformed());

      LogstashExporter plain = exporter(logstash.port(), null, 10_000);
      assertThrows(IOException.class, () -> plain.export(batch("x", 1)));
      plain.close();
      SSLSocketFactory other = new TestCertificate("logstash-other").context().getSocketFactory();
      LogstashExporter untrusted = exporter(logstash.port(), other, 10_000);
      assertThrows(SSLException.class, () -> untrusted.export(batch("x", 1)));
      untrusted.close();
      assertEquals(expected.size(), logstash.lines().size());
    }
  }
}
