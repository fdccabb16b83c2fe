package io.sonde.exporter.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.metrics.Metrics;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static long[] of(String route, long... nanos) {
    var series = Metrics.HTTP_SERVER_DURATION.series("GET", "http", route, 200L, null, null);
    for (long each : nanos) {
      series.record(each, null);
    }
    long[] counts = new long[Buckets.COUNT];
    series.addTo(counts, Buckets.FIRST);
    return counts;
  }

  @Test
  void quantilesAreWithinABucket() {
    long[] nanos = new long[1000];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (i + 1) * 1_000_000L;
    }
    long[] counts = of("/quantiles", nanos);
    assertEquals(1000, Buckets.sum(counts));
    assertEquals(500e6, Buckets.quantile(counts, 0.5), 500e6 * 0.05);
    assertEquals(950e6, Buckets.quantile(counts, 0.95), 950e6 * 0.05);
    assertEquals(990e6, Buckets.quantile(counts, 0.99), 990e6 * 0.05);
    assertTrue(Double.isNaN(Buckets.quantile(new long[Buckets.COUNT], 0.5)));
  }

  @Test
  void whatIsOutsideCounts() {
    long[] counts = of("/outside", 0, 1, 3_600_000_000_000L);
    assertEquals(3, Buckets.sum(counts));
    assertEquals(2, counts[0]);
    assertEquals(1, counts[Buckets.COUNT - 1]);
  }

  @Test
  void packed() {
    assertNull(Buckets.pack(new long[Buckets.COUNT]));
    Random random = new Random(5);
    for (int wide = 1; wide <= Buckets.COUNT; wide++) {
      long[] counts = new long[Buckets.COUNT];
      for (int i = 0; i < wide; i++) {
        counts[random.nextInt(Buckets.COUNT)] += random.nextInt(1 << random.nextInt(30)) + 1;
      }
      byte[] packed = Buckets.pack(counts);
      assertTrue(packed.length <= 1 + 32 * 6, wide + ": " + packed.length);
      long[] unpacked = new long[Buckets.COUNT];
      Buckets.unpack(packed, unpacked);
      assertEquals(Buckets.sum(counts), Buckets.sum(unpacked));
      double exact = Buckets.quantile(counts, 0.5);
      assertEquals(1, Buckets.quantile(unpacked, 0.5) / exact, wide > 31 ? 1.0 : 0.1);
      if (packed[0] == 0) {
        assertArrayEquals(counts, unpacked);
      }
    }
  }
}
