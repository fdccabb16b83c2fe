package io.sonde.exporter.remotewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** Against the native library, as independent a reader as there is. */
class SnappyWriterTest {
  private final SnappyWriter writer = new SnappyWriter();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private final Random random = new Random(11);

  @Test
  void literalsAndCopiesOfAllLengths() throws Exception {
    for (int round = 0; round < 200; round++) {
      writer.reset();
      expected.reset();
      int longest = 1 << 1 + random.nextInt(16);
      for (int i = 0; i < 50; i++) {
        literal(random.nextInt(longest));
        if (expected.size() > 0) {
          int from = random.nextInt(expected.size());
          copy(from, random.nextInt(Math.min(longest, expected.size() - from)));
        }
        assertEquals(expected.size(), writer.position());
      }
      check();
    }
  }

  @Test
  void copiesFromFurtherBackThanTwoBytesSay() throws Exception {
    literal(100);
    literal(70_000);
    copy(0, 100);
    copy(50, 200);
    check();
  }

  @Test
  void whatIsTakenBackLeavesNothing() throws Exception {
    literal(100);
    writer.mark();
    byte[] before = expected.toByteArray();
    literal(10);
    copy(0, 50);
    literal(10);
    writer.undo();
    expected.reset();
    expected.write(before);
    copy(90, 10);
    check();
  }

  @Test
  void whatRepeatsCostsNextToNothing() throws Exception {
    literal(640);
    for (int i = 0; i < 100; i++) {
      copy(0, 640);
    }
    assertTrue(check() < 640 + 100 * 30 + 10);
  }

  private void literal(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    writer.literal().rawBytes(bytes, 0, length);
    expected.writeBytes(bytes);
  }

  private void copy(int from, int count) {
    writer.copy(from, count);
    expected.write(expected.toByteArray(), from, count);
  }

  private int check() throws Exception {
    int size = writer.finish();
    byte[] block = Arrays.copyOf(writer.buffer(), size);
    assertArrayEquals(expected.toByteArray(), Snappy.uncompress(block));
    return size;
  }
}
