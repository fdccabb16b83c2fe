package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.Await;
import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T44",
    what =
        "requests 50 deep on a connection, 1,000 streams of HTTP/2, streams that are reset at"
            + " once, ambiguous lengths")
class T44PipeliningTest {
  private static final int DEPTH = 50;
  private static final int STREAMS = 1000;
  private static final List<String> AMBIGUOUS =
      List.of(
          "POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
              + "\r\n0\r\n\r\nGET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
          "POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
          "POST /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: +5\r\n\r\n12345",
          "CONNECT a:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /plain HTTP/1.1\r\nConnection: close\r\n\r\n",
          "GET  /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "\0\1\2\r\n\r\n");

  /** The text of one request stands for that of another. */
  static Mutant mutant() {
    return Mutant.named("texts-exchanged")
        .edit("io.sonde.bootstrap.RecentText", "same", MethodEdit.returning(1))
        .provenBy("eachAnswerToItsRequest");
  }

  @Test
  void eachAnswerToItsRequest() throws IOException {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      FaultRun run = exchanges.run();
      for (int round = 0; round < 10; round++) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < DEPTH; i++) {
          boolean last = i == DEPTH - 1;
          String path = i % 3 == 0 ? "/async/complete" : "/plain";
          String query = "?" + round + "-" + i;
          requests.append(
              last
                  ? RawHttp.get(path + query, "")
                  : "GET " + path + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
        assertEquals(
            RawHttp.exchange(run.goldenPort(), requests.toString()),
            RawHttp.exchange(run.port(), requests.toString()));
        exchanges.counted(DEPTH);
      }
      try (Http2Frames client = new Http2Frames(run.port())) {
        for (int i = 0; i < STREAMS; i++) {
          client.get(2 * i + 1, (i % 3 == 0 ? "/async/complete" : "/plain") + "?stream-" + i);
        }
        client.flush();
        assertEquals(STREAMS, client.awaitAnswers(STREAMS));
      }
      exchanges.counted(STREAMS);
      exchanges.checkAll();
      List<ReceivedSpan> spans =
          exchanges.backend().awaitSpans(10 * DEPTH + STREAMS, ReceivedSpan::isServer);
      long queries = spans.stream().map(span -> span.attribute("url.query")).distinct().count();
      assertEquals(spans.size(), queries);
    }
  }

  @Test
  void cutOff() throws IOException {
    try (Exchanges exchanges = new Exchanges(both -> {})) {
      FaultRun run = exchanges.run();
      for (String request : AMBIGUOUS) {
        assertEquals(
            RawHttp.exchange(run.goldenPort(), request),
            RawHttp.exchange(run.port(), request),
            request);
      }
      for (int round = 0; round < 20; round++) {
        resetAll(run.goldenPort(), round);
        resetAll(run.port(), round);
      }
      exchanges.anyNumber();
      Await.until("20 requests, and none active", () -> exchanges.settled() > 20);
    }
  }

  /** Streams of HTTP/2 that are reset at once, and a pipeline whose client goes. */
  private static void resetAll(int port, int round) throws IOException {
    try (Http2Frames client = new Http2Frames(port)) {
      for (int i = 0; i < STREAMS; i++) {
        client.get(2 * i + 1, "/async/complete?" + round + "-" + i);
        client.reset(2 * i + 1);
      }
      client.flush();
    } catch (IOException e) {
      // The server had enough of it: that is its protection.
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET /stream?n=3 HTTP/1.1\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write(request.repeat(20).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
