package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.ExportResult;
import io.sonde.exporter.Fuzz;
import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.WireOfBytes;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Whatever a peer answers over gRPC: an answer or an {@code IOException}, in bounded memory. */
class Http2FuzzTest {
  /** SETTINGS and its acknowledgement, WINDOW_UPDATE, PING. */
  private static final String BEGIN =
      "0000060400000000000003000000640000000401000000000000040800000000000000ffff"
          + "0000080600000000000102030405060708";

  /** HEADERS with status 200, DATA with an empty message, trailers with grpc-status 0. */
  private static final String ANSWER =
      "0000010104000000018800000500000000000100000000000000110105000000014009677270632d737461747573"
          .concat("0130");

  private static final String[] ENDS = {
    ANSWER, "0000040300000000010000000b", "00000807000000000000000000000000000b"
  };

  @Test
  void anyAnswer() throws Exception {
    byte[][] seeds = new byte[ENDS.length + 1][];
    for (int i = 0; i < ENDS.length; i++) {
      seeds[i] = HexFormat.of().parseHex(BEGIN + ENDS[i]);
    }
    seeds[ENDS.length] = HexFormat.of().parseHex("000000040000000000" + ANSWER);
    Fuzz fuzz = new Fuzz(2, seeds);
    byte[] request = new byte[70_000];
    int taken = 0;
    for (int i = 0; i < Fuzz.inputs(); i++) {
      Http2Connection connection = new Http2Connection(new WireOfBytes(fuzz.next(), fuzz.random));
      Deadline deadline = new Deadline(60_000);
      try {
        connection.start(deadline);
        Http2Response response =
            connection.call(new byte[] {(byte) 0x83}, request, fuzz.random.nextInt(100), deadline);
        assertNotNull(response.body());
        connection.usable(deadline);
        taken++;
      } catch (IOException expected) {
        // The only exception there may be.
      }
    }
    assertTrue(taken > Fuzz.inputs() / 20, taken + " answers could be read");
  }

  @Test
  void anyPartialSuccess() {
    Fuzz bytes =
        new Fuzz(3, HexFormat.of().parseHex("0a0e08051207746f6f206f6c640a00"), new byte[] {10, 0});
    Fuzz texts =
        new Fuzz(
            4,
            "{\"partialSuccess\":{\"rejectedSpans\":\"5\",\"errorMessage\":\"too \\\"old\"}}",
            "{}");
    for (int i = 0; i < Fuzz.inputs(); i++) {
      ExportResult result =
          i % 2 == 0
              ? PartialSuccess.decode(bytes.next(), 10)
              : PartialSuccess.decodeJson(texts.next(), 10);
      assertTrue(result.rejected() >= 0 && !result.retryable());
    }
  }
}
