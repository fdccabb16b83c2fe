package io.sonde.exporter.net;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110, 10.2.3). */
public final class RetryAfter {
  private static final int MAX_SECONDS = 300;

  private RetryAfter() {}

  /**
   * How long to wait: a number of seconds, or the time until a date by our own clock. Never more
   * than five minutes, whatever the text says or the clocks differ by.
   *
   * @param text null when there is none
   * @param nowMillis since the epoch
   * @return 0 when it says nothing, or a date that is over
   */
  public static long millis(String text, long nowMillis) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return i == 0 ? untilDate(text, nowMillis) : 0;
      }
      seconds = Math.min(10 * seconds + digit, MAX_SECONDS);
    }
    return seconds * 1000;
  }

  private static long untilDate(String text, long nowMillis) {
    try {
      long then =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
      return Math.max(0, Math.min(then - nowMillis, MAX_SECONDS * 1000));
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
