package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static String quote(String text, int maxBytes) {
    ProtoWriter out = new ProtoWriter(0);
    JsonText.quote(out, text, maxBytes);
    assertTrue(out.size() <= maxBytes);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void escapes() {
    assertEquals(
        "\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\u007f/é€😀\"",
        quote("a\"b\\c\n\r\t\u0000\u001f\u007f/é€😀", 1_000));
  }

  @Test
  void asciiOnly() {
    String text = "a\n\u0001é€😀\ud83d\"z";
    ProtoWriter out = new ProtoWriter(0);
    for (int max = 2; max <= 60; max++) {
      out.reset();
      JsonText.quoteAscii(out, text, max);
      assertTrue(out.size() <= max);
    }
    assertEquals(
        "\"a\\n\\u0001\\u00e9\\u20ac\\ud83d\\ude00?\\\"z\"",
        new String(out.toByteArray(), StandardCharsets.US_ASCII));
  }

  @Test
  void loneSurrogates() {
    assertEquals("\"?a?\"", quote("\ud83da\ude00", 100));
    assertEquals("\"?\"", quote("\ud83d", 100));
  }

  @Test
  void neverCutsWithinACharacterOrAnEscape() {
    String text = "a\n\u0001é€😀\ud83d\"z";
    String whole = quote(text, 1_000);
    for (int max = 2; max <= 40; max++) {
      String cut = quote(text, max);
      assertTrue(whole.startsWith(cut.substring(0, cut.length() - 1)));
    }
    assertEquals("\"\"", quote("😀", 5));
    assertEquals("\"😀\"", quote("😀", 6));
    assertEquals("\"\"", quote("\n", 3));
  }

  @Test
  void numbers() {
    for (long value :
        new long[] {
          0, 1, 9, 10, 19, 100, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE
        }) {
      ProtoWriter out = new ProtoWriter(0);
      JsonText.number(out, value);
      assertEquals(Long.toString(value), new String(out.toByteArray(), StandardCharsets.UTF_8));
    }
  }
}
