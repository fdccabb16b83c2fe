package io.sonde.bootstrap.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final String STATUS = "http.response.status_code";

  private final Histogram histogram =
      new Histogram("name", "description", new double[] {0.1, 1}, "method", "status");

  @Test
  void everyValueIsInTheBucketOfItsBounds() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = Math.exp(random.nextDouble() * 26 - 16);
      int index = ExponentialBuckets.index(value);
      assertTrue(Math.pow(2, index / 8.0) < value * (1 + 1e-12), () -> "below " + value);
      assertTrue(value <= Math.pow(2, (index + 1) / 8.0) * (1 + 1e-12), () -> "above " + value);
    }
    // An upper bound belongs to its bucket.
    assertEquals(-1, ExponentialBuckets.index(1));
    assertEquals(7, ExponentialBuckets.index(2));
    assertEquals(-9, ExponentialBuckets.index(0.5));
  }

  @Test
  void bothKindsOfBucketsHaveEveryObservation() {
    Histogram.Series series = histogram.series("GET", 200L);
    long[] nanos = {0, -5, 1, 100_000_000, 100_000_001, 1_000_000_000, 3_000_000_000_000_000L};
    for (long each : nanos) {
      series.record(each, null);
    }
    Histogram.Snapshot snapshot = series.snapshot();
    assertEquals(nanos.length, snapshot.count);
    assertArrayEquals(new long[] {4, 2, 1}, snapshot.buckets);
    assertEquals(2, snapshot.zeroCount);
    assertEquals(
        nanos.length, snapshot.zeroCount + Arrays.stream(snapshot.exponentialCounts).sum());
    assertEquals(0, snapshot.min);
    assertEquals(3_000_000, snapshot.max);
  }

  @Test
  void theRecentMaximumIsForgotten() {
    Histogram.Series series = histogram.series("GET", 200L);
    long now = System.nanoTime();
    long minute = TimeUnit.MINUTES.toNanos(1);
    series.record(5_000_000_000L, null);
    assertEquals(5, series.snapshot(now).recentMax);
    assertEquals(5, series.snapshot(now + minute + 1).recentMax);
    series.record(2_000_000_000L, null);
    assertEquals(5, series.snapshot(now + minute + 2).recentMax);
    assertEquals(2, series.snapshot(now + 2 * minute + 2).recentMax);
    assertEquals(0, series.snapshot(now + 3 * minute + 3).recentMax);
    assertEquals(5, series.snapshot(now + 3 * minute + 4).max);
  }

  @Test
  void aSeriesIsFoundAgainByItsValues() {
    Histogram.Series series = histogram.series("GET", 200L);
    assertSame(series, histogram.series(new String("GET"), Long.valueOf(200)));
    for (int i = 0; i < 1000; i++) {
      histogram.series("M" + i, (long) i);
    }
    assertSame(series, histogram.series("GET", 200L));
    assertSame(histogram.series("GET", null), histogram.series("GET", null));
    assertEquals(1002, histogram.all().size());
  }

  @Test
  void beyondTheLimitAllShareTheOverflow() {
    Histogram.configure(true, 3);
    try {
      for (int i = 0; i < 10; i++) {
        histogram.series("M" + i, null).record(1, null);
      }
      List<Histogram.Series> all = histogram.all();
      assertEquals(4, all.size());
      assertNull(all.get(3).values());
      assertEquals(7, all.get(3).snapshot().count);
    } finally {
      Histogram.configure(true, 2000);
    }
  }

  /** However many an application makes up: 100 series at most. */
  @Test
  void theOverflowIsToldApartByStatus() {
    Histogram requests = new Histogram("name", "", new double[] {1}, "a", "b", "c", STATUS);
    Histogram.configure(true, 1);
    try {
      for (long i = 0; i < 1000; i++) {
        requests
            .series("GET", "http", "/" + i, i % 2 == 0 ? 200L : 500L, null, null)
            .record(1, null);
      }
      Map<Object, Long> counts = new HashMap<>();
      for (Histogram.Series series : requests.all()) {
        Histogram.Snapshot snapshot = series.snapshot();
        if (snapshot.count > 0) {
          assertEquals(snapshot.values == null, snapshot.overflowStatus != null);
          counts.merge(snapshot.overflowStatus, snapshot.count, Long::sum);
        }
      }
      Map<Object, Long> expected = new HashMap<>(Map.of(200L, 499L, 500L, 500L));
      expected.put(null, 1L);
      assertEquals(expected, counts);
      for (long i = 0; i < 1000; i++) {
        requests.series("GET", "http", "/", i, null, null).record(1, null);
      }
      assertEquals(1 + 100, requests.all().size());
      assertEquals(2000, requests.all().stream().mapToLong(s -> s.snapshot().count).sum());
    } finally {
      Histogram.configure(true, 2000);
    }
  }

  @Test
  void nothingIsLostAmongThreads() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    for (int t = 0; t < 8; t++) {
      pool.execute(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              histogram.series("M" + i % 50, 200L).record(i, null);
            }
          });
    }
    pool.shutdown();
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(80_000, histogram.all().stream().mapToLong(s -> s.snapshot().count).sum());
  }

  @Test
  void allThreadsFindTheSameSeriesWhileTheyCome() throws Exception {
    int values = 3000;
    for (int round = 0; round < 20; round++) {
      Histogram contended = new Histogram("name", "description", new double[] {1}, "label");
      Histogram.Series[][] found = new Histogram.Series[4][values];
      Thread[] threads = new Thread[found.length];
      for (int t = 0; t < threads.length; t++) {
        Histogram.Series[] own = found[t];
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < values; i++) {
                    own[i] = contended.series((long) i);
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      for (Histogram.Series[] own : found) {
        assertArrayEquals(found[0], own);
      }
      assertEquals(2001, contended.all().size());
    }
  }
}
