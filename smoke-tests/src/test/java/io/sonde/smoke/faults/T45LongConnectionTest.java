package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T45", what = "WebSockets, events that a server sends, long polls, upgrades")
class T45LongConnectionTest {
  private static final int EVENTS_PER_SECOND = 20;

  /** What begins does not end. */
  static Mutant mutant() {
    return Mutant.named("no-end")
        .edit("io.sonde.bootstrap.Span", "end", MethodEdit.returning(0))
        .provenBy("endsAtTheUpgrade");
  }

  /** The request is over when the protocol changes; what is said then is none. */
  @Test
  void endsAtTheUpgrade() throws Exception {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      int port = exchanges.run().port();
      for (int round = 0; round < 5; round++) {
        String query = "socket=" + round;
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket =
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                    URI.create("ws://127.0.0.1:" + port + "/socket?" + query),
                    new Listener(received))
                .get(20, TimeUnit.SECONDS);
        exchanges.counted(1);
        assertSwitched(exchanges.awaitSpan(query));
        for (int i = 0; i < 10; i++) {
          socket.sendText("message " + i, true).get(20, TimeUnit.SECONDS);
          assertEquals("echo message " + i, received.poll(20, TimeUnit.SECONDS));
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);

        String other = "upgrade=" + round;
        upgrade(exchanges, other);
      }
    }
  }

  private record Listener(BlockingQueue<String> received) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      received.add(text.toString());
      socket.request(1);
      return null;
    }
  }

  private static void assertSwitched(ReceivedSpan span) {
    assertEquals(101L, span.attribute("http.response.status_code"));
  }

  /** To a protocol of the application's own. */
  private static void upgrade(Exchanges exchanges, String query) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", exchanges.run().port())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET /upgrade?%s HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
              .formatted(query);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      assertTrue(head.toString().startsWith("HTTP/1.1 101"), head.toString());
      exchanges.counted(1);
      assertSwitched(exchanges.awaitSpan(query));
      for (char c = 'a'; c <= 'z'; c++) {
        socket.getOutputStream().write(c);
        assertEquals(c, in.read());
      }
      socket.getOutputStream().write('.');
      assertEquals(-1, in.read());
    }
  }

  @Test
  void events() {
    stream(2);
  }

  /** Longer than any of the agent's own time limits. */
  @Test
  @Tag("faults")
  void eventsForTwoMinutes() {
    stream(120);
  }

  /** The duration of such a request is that of its answer: the conventions know no other. */
  private static void stream(int seconds) {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      String query = "n=" + seconds * EVENTS_PER_SECOND;
      String answer = exchanges.exchange(RawHttp.get("/stream?" + query, ""), query);
      assertEquals(seconds * EVENTS_PER_SECOND, answer.split("data: ", -1).length - 1);
      ReceivedSpan span = exchanges.awaitSpan(query);
      long nanos = span.span().getEndTimeUnixNano() - span.span().getStartTimeUnixNano();
      assertTrue(nanos >= TimeUnit.SECONDS.toNanos(seconds - 1), nanos + " ns");
    }
  }
}
