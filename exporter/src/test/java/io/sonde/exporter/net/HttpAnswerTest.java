package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as servers give them, and as none should. */
class HttpAnswerTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\ntransfer-ENCODING:\tChunked \r\n\r\n"
          + "3\r\nabc\r\n0A;name=value\r\n0123456789\r\n1 \r\n!\r\n000\r\nX-Trailer: 1\r\n\r\n";

  private static HttpSender.Response post(HttpSender sender) throws IOException {
    return sender.post("text/plain", null, new byte[0], 0);
  }

  private static String failure(String answer) throws IOException {
    HttpPeer.Script script =
        connection -> {
          connection.request();
          connection.write(answer);
        };
    try (HttpPeer peer = new HttpPeer(script)) {
      return assertThrows(IOException.class, () -> post(peer.sender(20_000)), answer).getMessage();
    }
  }

  /** The answer, twice on one connection. */
  private static HttpSender.Response kept(String answer, boolean inPieces) throws IOException {
    HttpPeer.Script script =
        connection -> {
          connection.socket.setTcpNoDelay(true);
          while (connection.request() != null) {
            for (int i = 0; inPieces && i < answer.length(); i++) {
              connection.write(answer.substring(i, i + 1));
            }
            connection.write(inPieces ? "" : answer);
          }
        };
    try (HttpPeer peer = new HttpPeer(script)) {
      HttpSender sender = peer.sender(20_000);
      post(sender);
      HttpSender.Response second = post(sender);
      assertEquals(1, peer.accepted.get());
      return second;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chunks(boolean inPieces) throws Exception {
    HttpSender.Response response = kept(CHUNKED, inPieces);
    assertEquals("abc0123456789!", new String(response.body()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLengthAndWhatComesBefore(boolean inPieces) throws Exception {
    HttpSender.Response response =
        kept(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: x\r\nContent-Length: 9\r\n\r\n"
                + "HTTP/1.1 429 \r\nno colon\r\n: no name\r\nX-Empty:\r\nContent-Length: 3\r\n"
                + "content-length:  3 \r\nRETRY-AFTER: 7\r\nConnection: keep-alive,x\r\n\r\nno!",
            inPieces);
    assertEquals(429, response.status());
    assertEquals(7000, response.retryAfterMillis());
    assertEquals("no!", new String(response.body()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
      })
  void noBody(String answer) throws Exception {
    assertEquals(0, kept(answer, false).body().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 65_536})
  void aBodyUntilTheEnd(int length) throws Exception {
    HttpPeer.Script script =
        connection -> {
          connection.request();
          connection.write("HTTP/1.1 500 Oops\r\n\r\n" + "x".repeat(length));
        };
    try (HttpPeer peer = new HttpPeer(script)) {
      HttpSender sender = peer.sender(20_000);
      for (int i = 1; i <= 2; i++) {
        HttpSender.Response response = post(sender);
        assertEquals(500, response.status());
        assertEquals("x".repeat(length), new String(response.body()));
        assertEquals(i, peer.accepted.get());
      }
    }
  }

  @Test
  void ofALongBodyTheBeginIsKept() throws Exception {
    for (String answer :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000),
          "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\n" + "x".repeat(70_000),
          "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000),
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              + ("fff\r\n" + "x".repeat(0xfff) + "\r\n").repeat(20),
        }) {
      HttpPeer.Script script =
          connection -> {
            connection.request();
            connection.write(answer);
            connection.awaitEnd();
          };
      try (HttpPeer peer = new HttpPeer(script)) {
        HttpSender sender = peer.sender(20_000);
        assertEquals(64 * 1024, post(sender).body().length);
        post(sender);
        assertEquals(2, peer.accepted.get());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', closed by the peer",
    "'SSH-2.0-OpenSSH_9.2\r\n', does not speak HTTP/1.1",
    "'HTTP/2.0 200 OK\r\n\r\n', does not speak HTTP/1.1",
    "'HTTP/1.1 2x0 OK\r\n\r\n', does not speak HTTP/1.1",
    "'HTTP/1.1 099 OK\r\n\r\n', does not speak HTTP/1.1",
    "'HTTP/1.1 2000 OK\r\n\r\n', does not speak HTTP/1.1",
    "'HTTP/1.1 101 Switching\r\n\r\n', does not speak HTTP/1.1",
    "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsome', closed by the peer",
    "'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n', malformed Content-Length",
    "'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n', malformed Content-Length",
    "'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n', malformed Content-Length",
    "'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', malformed Content-Len",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', unknown Transfer-Encoding",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n', malformed chunk",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n', malformed chunk",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', malformed chunk",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000000\r\n', malformed chunk",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n', closed by the peer",
  })
  void garbage(String answer, String message) throws Exception {
    String failure = failure(answer);
    assertTrue(failure.contains(message), failure);
    assertFalse(failure.contains("SSH"));
  }

  @Test
  void headersHaveAnEnd() throws Exception {
    assertTrue(failure("HTTP/1.1 200 OK\r\nx: " + "y".repeat(40_000)).contains("larger than 32"));
    assertTrue(failure("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(9_000)).contains("larger than"));
    assertTrue(failure("HTTP/1.1 100 x\r\n\r\n".repeat(9_000)).contains("larger than 32"));
    String chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertTrue(failure(chunk + "1;" + "x".repeat(40_000)).contains("larger than 32"));
    assertTrue(failure(chunk + "0\r\n" + "x: y\r\n".repeat(9_000)).contains("larger than 32"));
  }
}
