package io.sonde.exporter.elasticsearch;

import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * The name of an index, with the time of an event in it as Logstash writes such patterns: {@code
 * logs-%{+YYYY.MM.dd}}, in UTC. Not thread safe.
 */
final class IndexName {
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final int MAX_BYTES = 1024;

  private final Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
  private final OctetWriter quoted = new OctetWriter(64);
  private final String before;
  private final String time;
  private final String after;
  private long hour = Long.MIN_VALUE;

  /**
   * @throws IllegalArgumentException if its pattern is none
   */
  IndexName(String pattern) {
    int start = pattern.indexOf("%{+");
    int end = pattern.indexOf('}', Math.max(start, 0));
    if (start >= 0 && end < 0) {
      throw new IllegalArgumentException("the pattern %{+ has no end");
    }
    before = start < 0 ? pattern : pattern.substring(0, start);
    time = start < 0 ? "" : pattern.substring(start + 3, end);
    after = start < 0 ? "" : pattern.substring(end + 1);
    render();
  }

  /** Writes the name for an event of that time, as a JSON string. */
  void write(OctetWriter out, long epochNanos) {
    if (!time.isEmpty()) {
      long of = Math.floorDiv(epochNanos, HOUR_NANOS);
      if (of != hour) {
        hour = of;
        calendar.setTimeInMillis(of * (HOUR_NANOS / 1_000_000));
        render();
      }
    }
    out.rawBytes(quoted.buffer(), 0, quoted.size());
  }

  private void render() {
    StringBuilder name = new StringBuilder(before);
    for (int i = 0; i < time.length(); ) {
      int end = i + 1;
      while (end < time.length() && time.charAt(end) == time.charAt(i)) {
        end++;
      }
      field(name, time.charAt(i), end - i);
      i = end;
    }
    quoted.reset();
    JsonText.quote(quoted, name.append(after).toString(), MAX_BYTES);
  }

  private void field(StringBuilder name, char letter, int count) {
    switch (letter) {
      case 'Y':
      case 'y':
        digits(name, calendar.get(Calendar.YEAR), count == 2 ? 2 : 4);
        break;
      case 'M':
        digits(name, calendar.get(Calendar.MONTH) + 1, 2);
        break;
      case 'd':
        digits(name, calendar.get(Calendar.DAY_OF_MONTH), 2);
        break;
      case 'H':
        digits(name, calendar.get(Calendar.HOUR_OF_DAY), 2);
        break;
      default:
        if (Character.isLetter(letter)) {
          throw new IllegalArgumentException(
              "in an index name %{+...} knows YYYY, MM, dd and HH only, not " + letter);
        }
        for (int i = 0; i < count; i++) {
          name.append(letter);
        }
    }
  }

  private static void digits(StringBuilder name, int value, int count) {
    if (count == 4) {
      digits(name, value / 100, 2);
    }
    name.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
  }
}
