package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.Fuzz;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Whatever a peer answers over HTTP/1.1: an answer or an {@code IOException}, in bounded memory.
 */
class AnswerFuzzTest {
  private static final String[] ANSWERS = {
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive, close\r\n\r\n{}",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 429 Too Many\r\nRetry-After: 7\r\n\r\nbusy",
    "HTTP/1.1 503 X\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nFFFFFF\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX-Prometheus-Remote-Write-Samples-Written: 12\r\n\r\n"
  };

  @Test
  void anyAnswer() {
    Fuzz fuzz = new Fuzz(1, ANSWERS);
    byte[] request = "POST / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int taken = 0;
    for (int i = 0; i < Fuzz.inputs(); i++) {
      Http1Connection connection = new Http1Connection(new WireOfBytes(fuzz.next(), fuzz.random));
      try {
        HttpSender.Response response =
            connection.exchange(request, request.length, request, 0, new Deadline(60_000));
        assertTrue(response.status() >= 200 && response.retryAfterMillis() >= 0);
        taken++;
      } catch (IOException expected) {
        // The only exception there may be.
      }
    }
    assertTrue(taken > Fuzz.inputs() / 10, taken + " answers could be read");
  }
}
