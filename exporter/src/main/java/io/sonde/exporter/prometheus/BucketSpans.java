package io.sonde.exporter.prometheus;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.sonde.exporter.ProtoWriter;
import java.util.List;

/** Exponential buckets as all of Prometheus's protobuf messages have them: spans and deltas. */
public final class BucketSpans {
  /** A run of empty buckets up to here is cheaper as zeros than as a span of its own. */
  private static final int MAX_GAP = 2;

  private BucketSpans() {}

  /**
   * Writes the spans, then the counts within them as differences.
   *
   * @return the number of spans
   */
  public static int write(
      ProtoWriter out, int spanField, int deltaField, ExponentialHistogramBuckets buckets) {
    List<Long> counts = buckets.getBucketCounts();
    int spans = 0;
    int end = 0;
    int from = skipZeros(counts, 0);
    while (from < counts.size()) {
      int to = spanEnd(counts, from);
      // Prometheus numbers a bucket by its upper bound, OpenTelemetry by its lower one. The first
      // span is placed by its index, the others by their distance from the one before.
      span(out, spanField, spans == 0 ? buckets.getOffset() + from + 1 : from - end, to - from);
      spans++;
      end = to;
      from = skipZeros(counts, to);
    }
    if (spans > 0) {
      deltas(out, deltaField, counts);
    }
    return spans;
  }

  private static void deltas(ProtoWriter out, int field, List<Long> counts) {
    int deltas = out.begin(field);
    long previous = 0;
    for (int from = skipZeros(counts, 0); from < counts.size(); ) {
      int to = spanEnd(counts, from);
      for (int i = from; i < to; i++) {
        long delta = counts.get(i) - previous;
        out.rawVarint((delta << 1) ^ (delta >> 63));
        previous = counts.get(i);
      }
      from = skipZeros(counts, to);
    }
    out.end(deltas);
  }

  static void span(ProtoWriter out, int field, int offset, int length) {
    int span = out.begin(field);
    out.zigzag(1, offset);
    out.varint(2, length);
    out.end(span);
  }

  private static int skipZeros(List<Long> counts, int from) {
    int i = from;
    while (i < counts.size() && counts.get(i) == 0) {
      i++;
    }
    return i;
  }

  /** Behind the last bucket of the span that begins at {@code from}. */
  private static int spanEnd(List<Long> counts, int from) {
    int end = from + 1;
    while (true) {
      int next = skipZeros(counts, end);
      if (next == counts.size() || next - end > MAX_GAP) {
        return end;
      }
      end = next + 1;
    }
  }
}
