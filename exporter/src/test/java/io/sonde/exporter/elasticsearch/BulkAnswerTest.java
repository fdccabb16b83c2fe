package io.sonde.exporter.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkAnswerTest {
  private static final String ANSWER =
      """
      { "took" : 3, "errors" : true, "items" : [
        {"create": {"_id": "}\\"", "_shards": {"status": 7, "failures": [{"status": 8}]},
          "status" : 429, "error": {"reason": "\\"}}},{\\\\", "type": "busy",
          "caused_by": {"type": "other", "status": 9}}}},
        {"index": {"status": 201, "_seq_no": 12}}, {"create": {}}]}
      """;

  private static BulkAnswer answer(String text) {
    return new BulkAnswer(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void items() {
    BulkAnswer answer = answer(ANSWER);
    assertTrue(answer.next());
    assertEquals(429, answer.status());
    assertEquals("busy", answer.type());
    assertTrue(answer.next());
    assertEquals(201, answer.status());
    assertNull(answer.type());
    assertTrue(answer.next());
    assertEquals(0, answer.status());
    assertFalse(answer.next());
    assertFalse(answer.noErrors());
  }

  @Test
  void anAnswerThatEndsSomewhere() {
    for (int length = 0; length < ANSWER.length(); length++) {
      BulkAnswer answer = answer(ANSWER.substring(0, length));
      int items = 0;
      while (answer.next()) {
        items++;
      }
      assertTrue(items <= 3 && !answer.noErrors());
    }
  }

  /** Whatever comes, it ends, and within the bytes. */
  @Test
  void anAnswerThatIsNone() {
    Random random = new Random(5);
    byte[] alphabet = "{}[]\"\\:, \nstatuserrorsfalse0129\u00ff".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(60)];
      for (int j = 0; j < body.length; j++) {
        body[j] = alphabet[random.nextInt(alphabet.length)];
      }
      BulkAnswer answer = new BulkAnswer(body);
      while (answer.next()) {
        assertTrue(answer.status() >= 0);
      }
    }
  }
}
