package io.sonde.exporter.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.Await;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers that are too slow: by bytes, and by time. */
@Timeout(120)
class EventStreamTest {
  /** Less than a stream may hold: what is closed is closed because of the time. */
  private static final byte[] EVENT = new byte[256 * 1024];

  /** Sends until the buffers of the socket are full, and then no more. */
  private static final class Stalling extends Handler {
    private final EventStream stream = new EventStream();
    private volatile boolean ended;

    @Override
    public String purpose() {
      return "test";
    }

    @Override
    public String index() {
      return "";
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
      return HttpResponse.events("", stream);
    }

    @Override
    public long tickMillis() {
      return 20;
    }

    @Override
    public void tick() {
      if (stream.pending() == 0) {
        stream.send(EVENT);
      }
      ended = stream.ended();
    }
  }

  @Test
  void whatWaitsIsBoundedInBytes() {
    EventStream stream = new EventStream();
    for (int i = 0; i < 4; i++) {
      stream.send(EVENT);
    }
    assertFalse(stream.ended());
    assertEquals(1 << 20, stream.pending());
    stream.send(new byte[1]);
    assertTrue(stream.ended());
    assertEquals(0, stream.pending());
    stream.send(EVENT);
    assertEquals(0, stream.pending());
  }

  @Test
  void whoTakesNothingForTenSecondsIsClosed() throws Exception {
    Stalling handler = new Stalling();
    Endpoint endpoint = new Endpoint("127.0.0.1", 0, EndpointAccess.OPEN, handler);
    endpoint.start();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress("127.0.0.1", endpoint.port()));
      String request = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes(15);
      assertEquals("HTTP/1.1 200 OK", new String(status, StandardCharsets.US_ASCII));
      Await.until(() -> handler.ended);
    } finally {
      endpoint.close();
    }
  }
}
