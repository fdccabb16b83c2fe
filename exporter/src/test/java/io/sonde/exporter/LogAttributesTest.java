package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.LogEvent;
import org.junit.jupiter.api.Test;

/** A key that a receiver would see twice counts once: the last one. */
class LogAttributesTest {
  private static boolean firstCounts(String first, String second) {
    Object[] pairs = {first, "a", second, "b"};
    LogEvent event = new LogEvent(1, 9, "INFO", "logger", null, "", null, pairs);
    assertTrue(LogAttributes.counts(event, 2));
    return LogAttributes.counts(event, 0);
  }

  @Test
  void theLastOfEqualKeysCounts() {
    assertTrue(firstCounts("one", "two"));
    assertFalse(firstCounts("one", "one"));
  }

  /** All of them are written as a question mark. */
  @Test
  void halvesOfPairsAreAllTheSame() {
    assertFalse(firstCounts("x\ud800", "x\udfff"));
    assertFalse(firstCounts("x\ud800", "x?"));
    assertTrue(firstCounts("x\ud83d\ude00", "x\ud83d\ude01"));
  }
}
