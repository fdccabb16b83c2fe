package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** Against the native library, as independent a reader as there is. */
class SnappyBlockTest {
  private final SnappyBlock snappy = new SnappyBlock();

  private byte[] compress(byte[] data, int length) {
    int size = snappy.compress(data, length);
    return Arrays.copyOf(snappy.buffer(), size);
  }

  @Test
  void everyShortLength() throws Exception {
    for (int length = 0; length < 300; length++) {
      roundTrip(new byte[length]);
      roundTrip(random(length, 256));
      roundTrip(random(length, 2));
    }
  }

  @Test
  void lengthsAroundTheBlockSize() throws Exception {
    for (int length = 65_530; length < 65_545; length++) {
      roundTrip(new byte[length]);
      roundTrip(random(length, 256));
      roundTrip(random(length, 3));
      roundTrip(random(2 * length, 20));
    }
  }

  @Test
  void randomMixturesOfRunsAndNoise() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] data = new byte[random.nextInt(200_000)];
      for (int at = 0; at < data.length; ) {
        int n = Math.min(data.length - at, 1 + random.nextInt(1 << random.nextInt(16)));
        if (random.nextBoolean() && at > 0) {
          int back = 1 + random.nextInt(at);
          for (int j = 0; j < n; j++) {
            data[at + j] = data[at + j - back];
          }
        } else {
          for (int j = 0; j < n; j++) {
            data[at + j] = (byte) random.nextInt(256);
          }
        }
        at += n;
      }
      roundTrip(data);
    }
  }

  @Test
  void logLinesShrink() throws Exception {
    byte[] lines =
        "{\"level\":\"info\",\"message\":\"order 4711 accepted\",\"thread\":\"http-nio-8080\"}\n"
            .repeat(2_000)
            .getBytes(StandardCharsets.UTF_8);
    assertTrue(roundTrip(lines) < lines.length / 15);
  }

  @Test
  void onlyTheGivenLengthIsRead() throws Exception {
    byte[] buffer = random(1_000, 4);
    byte[] back = Snappy.uncompress(compress(buffer, 600));
    assertArrayEquals(Arrays.copyOf(buffer, 600), back);
  }

  /** Returns how many bytes came of it. */
  private int roundTrip(byte[] data) throws Exception {
    byte[] compressed = compress(data, data.length);
    assertArrayEquals(data, Snappy.uncompress(compressed));
    return compressed.length;
  }

  private static byte[] random(int length, int values) {
    byte[] bytes = new byte[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(values);
    }
    return bytes;
  }
}
