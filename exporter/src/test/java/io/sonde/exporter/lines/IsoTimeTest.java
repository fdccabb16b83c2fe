package io.sonde.exporter.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's own calendar is the oracle. */
class IsoTimeTest {
  private static final DateTimeFormatter MILLIS = format("SSS");
  private static final DateTimeFormatter MICROS = format("SSSSSS");

  private final IsoTime time = new IsoTime();

  private static DateTimeFormatter format(String fraction) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss." + fraction + "'Z'")
        .withZone(ZoneOffset.UTC);
  }

  private void check(long nanos) {
    ProtoWriter out = new ProtoWriter(0);
    time.write(out, nanos);
    Instant instant = Instant.EPOCH.plusNanos(nanos);
    DateTimeFormatter expected = instant.getNano() / 1000 % 1000 == 0 ? MILLIS : MICROS;
    assertEquals(
        expected.format(instant), new String(out.toByteArray(), StandardCharsets.US_ASCII));
  }

  @Test
  void everyDayThatALongHolds() {
    long day = 86_400_000_000_000L;
    for (long nanos = Long.MIN_VALUE / day * day; nanos < Long.MAX_VALUE - day; nanos += day) {
      check(nanos);
      check(nanos + day - 1);
    }
  }

  @Test
  void anyTime() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      check(random.nextLong());
    }
    for (long nanos : new long[] {0, -1, 1_000, Long.MIN_VALUE, Long.MAX_VALUE}) {
      check(nanos);
    }
  }
}
