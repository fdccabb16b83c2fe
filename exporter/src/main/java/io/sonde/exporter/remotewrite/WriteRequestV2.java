package io.sonde.exporter.remotewrite;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.SnappyBlock;
import io.sonde.exporter.prometheus.BucketSpans;
import io.sonde.exporter.prometheus.Distribution;
import io.sonde.exporter.prometheus.Exemplar;
import io.sonde.exporter.prometheus.Family;

/** {@code io.prometheus.write.v2.Request}. */
final class WriteRequestV2 extends WriteRequest {
  private static final int SERIES = 5;
  private static final int HISTOGRAM = 3;
  private static final int WIDE = 2;

  /** Whether histograms have their exponential buckets too, beside the explicit ones. */
  boolean nativeHistograms = true;

  private final Symbols symbols = new Symbols();
  private final ProtoWriter out = new ProtoWriter(16 * 1024);
  private final ProtoWriter message = new ProtoWriter(16 * 1024);
  private final SnappyBlock snappy = new SnappyBlock();
  private int marked;

  /** Of the series of one family. */
  private final ProtoWriter metadata = new ProtoWriter(64);

  private Family metadataOf;
  private Exemplar[] latest = new Exemplar[32];

  WriteRequestV2(SeriesLabels labels) {
    super(labels);
  }

  @Override
  void begin() {
    out.reset();
    symbols.reset();
    metadataOf = null;
  }

  @Override
  int size() {
    return out.size() + symbols.bytes().size();
  }

  @Override
  void mark() {
    marked = out.size();
  }

  @Override
  void undo() {
    out.truncate(marked);
  }

  @Override
  int compress() {
    message.reset();
    message.rawBytes(symbols.bytes().buffer(), 0, symbols.bytes().size());
    message.rawBytes(out.buffer(), 0, out.size());
    return snappy.compress(message.buffer(), message.size());
  }

  @Override
  byte[] body() {
    return snappy.buffer();
  }

  @Override
  void trim() {
    super.trim();
    out.reset();
    symbols.reset();
    message.reset();
    snappy.trim();
    metadataOf = null;
  }

  @Override
  void label(ProtoWriter to, String name, String value) {
    to.rawVarint(symbols.of(name));
    to.rawVarint(symbols.of(value));
  }

  @Override
  void series(String name, int limit, long bits, Exemplar exemplar) {
    int series = out.begin(SERIES);
    references(name, limit);
    int sample = out.begin(2);
    out.fixed64(1, bits);
    out.varint(2, timestamp);
    if (counts()) {
      out.varint(3, startTimestamp);
    }
    out.end(sample);
    if (exemplar != null) {
      exemplar(exemplar);
    }
    metadata();
    out.end(series);
  }

  private void references(String name, int limit) {
    name(name);
    int references = out.begin(1);
    int before = limit < 0 ? named.size() : limitAt;
    out.rawBytes(named.buffer(), 0, before);
    if (limit >= 0) {
      out.rawBytes(limitLabels.buffer(), limitStart(limit), limitSize(limit));
    }
    out.rawBytes(named.buffer(), before, named.size() - before);
    out.end(references);
  }

  private boolean counts() {
    return !stale && family.type != Family.Type.GAUGE && family.type != Family.Type.INFO;
  }

  private void exemplar(Exemplar exemplar) {
    int start = out.begin(4);
    int references = out.begin(1);
    label(out, "span_id", exemplar.spanId);
    label(out, "trace_id", exemplar.traceId);
    out.end(references);
    out.doubleValue(2, exemplar.value);
    out.varint(3, exemplar.epochNanos / 1_000_000);
    out.end(start);
  }

  private void metadata() {
    if (metadataOf != family) {
      metadata.reset();
      int start = metadata.begin(5);
      metadata.varint(1, type());
      metadata.varint(3, symbols.of(family.help));
      metadata.varint(4, symbols.of(family.unit));
      metadata.end(start);
      metadataOf = family;
    }
    out.rawBytes(metadata.buffer(), 0, metadata.size());
  }

  private int type() {
    switch (family.type) {
      case COUNTER:
        return 1;
      case HISTOGRAM:
        return 3;
      case SUMMARY:
        return 5;
      case INFO:
        return 6;
      default:
        return 2;
    }
  }

  @Override
  int nativeHistogram(Distribution distribution) {
    if (!nativeHistograms) {
      return 0;
    }
    int series = out.begin(SERIES, WIDE);
    references(family.name, NONE);
    int histogram = out.begin(HISTOGRAM, WIDE);
    if (distribution == null) {
      out.varint(1, 0);
      out.fixed64(3, STALE);
    } else {
      ExponentialHistogramPointData buckets = distribution.nativeBuckets;
      out.varint(1, distribution.count);
      out.doubleValue(3, distribution.sum);
      out.zigzag(4, buckets.getScale());
      out.doubleValue(5, 0);
      out.varint(6, buckets.getZeroCount());
      BucketSpans.write(out, 8, 9, buckets.getNegativeBuckets());
      BucketSpans.write(out, 11, 12, buckets.getPositiveBuckets());
    }
    out.varint(15, timestamp);
    if (!stale) {
      out.varint(17, startTimestamp);
    }
    out.end(histogram, WIDE);
    if (distribution != null) {
      exemplars(distribution.exemplars);
    }
    metadata();
    out.end(series, WIDE);
    return 1;
  }

  /** Those of all buckets, by time: one that is older than the one before would be refused. */
  private void exemplars(Exemplar[] exemplars) {
    if (latest.length < exemplars.length) {
      latest = new Exemplar[exemplars.length];
    }
    int size = 0;
    for (Exemplar exemplar : exemplars) {
      if (fresh(exemplar)) {
        int at = size++;
        for (; at > 0 && latest[at - 1].epochNanos > exemplar.epochNanos; at--) {
          latest[at] = latest[at - 1];
        }
        latest[at] = exemplar;
      }
    }
    for (int i = 0; i < size; i++) {
      exemplar(latest[i]);
      latest[i] = null;
    }
  }
}
