package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentTextTest {
  /** Whatever is in a slot from before, the text is the one that was asked for. */
  @Test
  void isWhatWasAskedFor() {
    Random random = new Random(42);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[3 + random.nextInt(i % 100 == 0 ? 300 : 3)];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] = (byte) (random.nextInt(8) == 0 ? 128 + random.nextInt(128) : 'a' + b % 3);
      }
      int start = random.nextInt(3);
      String expected = new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1);
      assertEquals(expected, RecentText.of(bytes, start, bytes.length - start));
      assertEquals(expected, RecentText.of(new StringBuilder(expected)));
      assertEquals("GET " + expected, RecentText.joined("GET", expected));
    }
    assertEquals("a b c", RecentText.joined("a b", "c"));
    assertEquals("a b c", RecentText.joined("a", "b c"));
    assertEquals(" ", RecentText.joined("", ""));
  }

  @Test
  void isTheSameAsBefore() {
    byte[] bytes = "curl/8.5.0".getBytes(StandardCharsets.ISO_8859_1);
    assertSame(RecentText.of(bytes, 0, 4), RecentText.of(bytes, 0, 4));
    assertSame(
        RecentText.of(new StringBuilder("GET k")), RecentText.of(new StringBuilder("GET k")));
    assertSame(RecentText.joined("GET", "/users"), RecentText.joined("GET", "/users"));
  }
}
