package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What real servers do seldom, and what broken ones do. */
class Http2ConnectionTest {
  private static final List<Span> ONE = Records.spans(1, "x");
  private static final List<Span> LARGE = Records.spans(100, "x".repeat(50_000));

  private static ExportResult export(Http2Peer peer, List<Span> batch, String timeout)
      throws Exception {
    BatchExporter<Span> exporter = Records.exporter(peer.settings(timeout));
    try {
      return exporter.export(batch);
    } finally {
      exporter.close();
      assertEquals(List.of(), peer.failures);
    }
  }

  private static String failure(Http2Peer.Script script) throws IOException {
    try (Http2Peer peer = new Http2Peer(script, script)) {
      return assertThrows(IOException.class, () -> export(peer, ONE, "2000")).getMessage();
    }
  }

  @Test
  void anAnswerInPiecesIsRead() throws Exception {
    CountDownLatch pong = new CountDownLatch(1);
    Http2Peer.Script script =
        peer -> {
          int stream = peer.open().request();
          peer.write(Http2Frames.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
          peer.write(42, 0, 0, 1, 2, 3); // A frame of the future.
          int[] head = peer.block(":status", "200", "x-other", "some");
          int[] padded = new int[1 + 5 + 2 + 3];
          padded[0] = 3;
          padded[6] = head[0];
          padded[7] = head[1];
          peer.write(Http2Frames.HEADERS, 8 | 0x20, stream, padded);
          peer.write(Http2Frames.CONTINUATION, 0, stream);
          peer.write(
              Http2Frames.CONTINUATION,
              Http2Frames.END_HEADERS,
              stream,
              Arrays.copyOfRange(head, 2, head.length));
          // Length 4: partial success {1: 7} in padded DATA frames.
          peer.write(Http2Frames.DATA, 8, stream, 2, 0, 0, 0, 0, 4, 99, 99);
          peer.write(Http2Frames.DATA, 0, stream, 10, 2);
          peer.write(Http2Frames.DATA, 0, stream, 8, 7);
          int[] trailers = peer.block("grpc-status", "0");
          peer.write(Http2Frames.HEADERS, 5, stream, trailers);
          while (peer.type != Http2Frames.PING) {
            peer.read();
          }
          assertEquals(Http2Frames.ACK, peer.flags);
          assertEquals(8, peer.payload[7]);
          pong.countDown();
        };
    try (Http2Peer peer = new Http2Peer(script)) {
      ExportResult result = export(peer, Records.spans(9, "x"), "10000");
      assertEquals(7, result.rejected());
      assertTrue(pong.await(10, TimeUnit.SECONDS));
      assertEquals(List.of(), peer.failures);
    }
  }

  @Test
  void aConnectionThatGoesAwayIsReplacedWithinTheExport() throws Exception {
    Http2Peer.Script leaving =
        peer -> {
          int first = peer.open().request();
          peer.answer(first, "0", "");
          peer.request();
          peer.write(Http2Frames.GOAWAY, 0, 0, 0, 0, 0, first, 0, 0, 0, 0);
        };
    Http2Peer.Script cut =
        peer -> {
          peer.answer(peer.open().request(), "0", "");
          peer.request();
        };
    Http2Peer.Script last =
        peer -> {
          peer.answer(peer.open().request(), "0", "");
          peer.answer(peer.request(), "14", "second");
        };
    try (Http2Peer peer = new Http2Peer(leaving, cut, last)) {
      BatchExporter<Span> exporter = Records.exporter(peer.settings("10000"));
      for (int i = 0; i < 3; i++) {
        assertNull(exporter.export(ONE).reason());
      }
      assertEquals("gRPC status 14: second", exporter.export(ONE).reason());
      exporter.close();
      assertEquals(List.of(), peer.failures);
    }
  }

  /** It may be one that is shut down after its service has moved. */
  @Test
  void aConnectionWithAFailingPeerIsNotKept() throws Exception {
    Http2Peer.Script failing =
        peer -> {
          peer.answer(peer.open().request(), "14", "draining");
          while (peer.in.read() >= 0) {
            // Until it is closed.
          }
        };
    Http2Peer.Script next = peer -> peer.answer(peer.open().request(), "0", "");
    try (Http2Peer peer = new Http2Peer(failing, next)) {
      BatchExporter<Span> exporter = Records.exporter(peer.settings("10000"));
      assertEquals("gRPC status 14: draining", exporter.export(ONE).reason());
      assertNull(exporter.export(ONE).reason());
      exporter.close();
      assertEquals(List.of(), peer.failures);
    }
  }

  @Test
  void aResetStreamIsForLater() throws Exception {
    Http2Peer.Script script =
        peer -> {
          int stream = peer.open().request();
          peer.write(Http2Frames.RST_STREAM, 0, stream, 0, 0, 0, 8);
          peer.answer(peer.request(), "0", "");
        };
    try (Http2Peer peer = new Http2Peer(script)) {
      BatchExporter<Span> exporter = Records.exporter(peer.settings("10000"));
      ExportResult result = exporter.export(ONE);
      assertTrue(result.retryable());
      assertEquals("HTTP/2 stream reset, code 8", result.reason());
      assertNull(exporter.export(ONE).reason());
      exporter.close();
    }
  }

  @Test
  void windowsAreNeverOverrun() throws Exception {
    Http2Peer.Script script =
        peer -> {
          peer.in.readFully(new byte[24]);
          peer.read();
          peer.write(Http2Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0x03, 0xe8);
          int streamRoom = 1000;
          int connectionRoom = 65535;
          while (peer.type != Http2Frames.DATA || (peer.flags & Http2Frames.END_STREAM) == 0) {
            peer.read();
            if (peer.type == Http2Frames.DATA) {
              streamRoom -= peer.payload.length;
              connectionRoom -= peer.payload.length;
              assertTrue(streamRoom >= 0 && connectionRoom >= 0);
            }
            if (streamRoom == 0) {
              peer.write(Http2Frames.WINDOW_UPDATE, 0, peer.stream, 0, 2, 0, 0);
              streamRoom = 0x20000;
            }
            if (connectionRoom == 0) {
              peer.write(Http2Frames.WINDOW_UPDATE, 0, 0, 0, 1, 0, 0);
              connectionRoom = 0x10000;
            }
          }
          peer.answer(peer.stream, "0", "");
        };
    try (Http2Peer peer = new Http2Peer(script)) {
      assertNull(export(peer, LARGE, "10000").reason());
    }
  }

  @Test
  void anEarlyAnswerEndsTheRequest() throws Exception {
    Http2Peer.Script early =
        peer -> {
          peer.open();
          while (peer.type != Http2Frames.DATA) {
            peer.read();
          }
          peer.answer(peer.stream, "16", "no token");
          while (peer.socket.getInputStream().read() >= 0) {
            // Until the client gives the connection up.
          }
        };
    try (Http2Peer peer = new Http2Peer(early, early)) {
      BatchExporter<Span> exporter = Records.exporter(peer.settings("10000"));
      for (int i = 0; i < 2; i++) {
        assertEquals(100, exporter.export(LARGE).rejected());
      }
      exporter.close();
    }
  }

  @Test
  void aPeerThatDoesNotReadCannotHoldTheThread() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Http2Peer.Script deaf =
        peer -> {
          peer.open();
          peer.write(Http2Frames.SETTINGS, 0, 0, 0, 4, 0x7f, 0, 0, 0);
          peer.write(Http2Frames.WINDOW_UPDATE, 0, 0, 0x7f, 0, 0, 0);
          try {
            over.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    List<Span> huge = Records.spans(600, "x".repeat(50_000));
    try (Http2Peer peer = new Http2Peer(deaf)) {
      assertThrows(IOException.class, () -> export(peer, huge, "5000"));
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatIsNotHttp2IsSaid() throws Exception {
    assertTrue(
        failure(
                peer -> {
                  peer.in.readFully(new byte[24]);
                  peer.read();
                  peer.out.write(
                      "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                })
            .contains("does not speak HTTP/2"));
    assertTrue(failure(peer -> peer.open().request()).contains("closed by the peer"));
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws Exception {
    assertTrue(
        failure(
                peer -> {
                  int stream = peer.open().request();
                  peer.write(Http2Frames.HEADERS, 4, stream, peer.block(":status", "200"));
                  for (int i = 0; i < 5; i++) {
                    peer.write(Http2Frames.DATA, 0, stream, new int[16000]);
                  }
                })
            .contains("larger than"));
    assertTrue(
        failure(
                peer -> {
                  int stream = peer.open().request();
                  peer.write(Http2Frames.HEADERS, 0, stream, peer.block(":status", "200"));
                  for (int i = 0; i < 5; i++) {
                    peer.write(Http2Frames.CONTINUATION, 0, stream, new int[16000]);
                  }
                })
            .contains("larger than"));
  }

  @Test
  void anAnswerOfAProxyIsUnderstood() throws Exception {
    for (String status : new String[] {"503", "404"}) {
      Http2Peer.Script script =
          peer ->
              peer.write(
                  Http2Frames.HEADERS, 5, peer.open().request(), peer.block(":status", status));
      try (Http2Peer peer = new Http2Peer(script)) {
        ExportResult result = export(peer, ONE, "10000");
        assertEquals(status.equals("503"), result.retryable());
        assertEquals("no gRPC status, HTTP status " + status, result.reason());
      }
    }
  }
}
