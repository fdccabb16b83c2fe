package io.sonde.exporter.lines;

import io.sonde.exporter.OctetWriter;

/**
 * Writes times as {@code 2026-04-01T10:00:00.123Z}, with microseconds where there are any. Most
 * events share their second with the one before. Allocates nothing. Not thread safe.
 */
final class IsoTime {
  private static final long NANOS = 1_000_000_000L;
  private static final int DAY = 24 * 3600;

  /** Of four centuries, after which the calendar repeats. */
  private static final int ERA = 146_097;

  /** From 1 March of the year 0 to the epoch. */
  private static final int EPOCH = 719_468;

  private final byte[] text = new byte["yyyy-MM-ddTHH:mm:ss.".length()];
  private long second = Long.MIN_VALUE;

  /**
   * @param epochNanos of the years 1677 to 2262, all that a long holds
   */
  void write(OctetWriter out, long epochNanos) {
    long of = Math.floorDiv(epochNanos, NANOS);
    if (of != second) {
      format(of);
      second = of;
    }
    out.rawBytes(text, 0, text.length);
    int micros = (int) Math.floorMod(epochNanos, NANOS) / 1000;
    three(out, micros / 1000);
    if (micros % 1000 != 0) {
      three(out, micros % 1000);
    }
    out.rawByte('Z');
  }

  private static void three(OctetWriter out, int value) {
    out.rawByte('0' + value / 100);
    out.rawByte('0' + value / 10 % 10);
    out.rawByte('0' + value % 10);
  }

  private void format(long epochSecond) {
    int time = (int) Math.floorMod(epochSecond, (long) DAY);
    int days = (int) Math.floorDiv(epochSecond, (long) DAY) + EPOCH;
    // Years begin in March here, so that the day that comes and goes is their last.
    int era = days / ERA;
    int dayOfEra = days % ERA;
    int year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100);
    int month = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    year += 400 * era + (month <= 2 ? 1 : 0);
    two(0, year / 100, (byte) 0);
    two(2, year % 100, (byte) '-');
    two(5, month, (byte) '-');
    two(8, day, (byte) 'T');
    two(11, time / 3600, (byte) ':');
    two(14, time / 60 % 60, (byte) ':');
    two(17, time % 60, (byte) '.');
  }

  private void two(int at, int value, byte after) {
    text[at] = (byte) ('0' + value / 10);
    text[at + 1] = (byte) ('0' + value % 10);
    text[at + 2] = after;
  }
}
