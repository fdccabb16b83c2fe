package io.sonde.benchmarks.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies by the second. A percentile is the median of those of the seconds: one stall of the
 * machine, of 50 ms, would else be the 99th percentile of a few seconds.
 */
final class Latencies {
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Histogram> slices = new ArrayList<>();
  private final long begin;
  private long count;

  /**
   * @param begin as {@link System#nanoTime()} told it
   */
  Latencies(long begin) {
    this.begin = begin;
  }

  /**
   * @param due when the request was due
   * @param now when it was answered
   */
  void record(long due, long now) {
    int slice = (int) ((now - begin) / SLICE_NANOS);
    while (slices.size() <= slice) {
      slices.add(new Histogram(TimeUnit.MINUTES.toNanos(2), 3));
    }
    slices.get(slice).recordValue(now - due);
    count++;
  }

  long count() {
    return count;
  }

  double microseconds(double percentile) {
    // What is answered after the end is not a second of its own.
    List<Double> each =
        slices.stream()
            .limit(Math.max(1, slices.size() - 1))
            .filter(slice -> slice.getTotalCount() > 0)
            .map(slice -> slice.getValueAtPercentile(percentile) / 1e3)
            .toList();
    return Samples.median(each);
  }
}
