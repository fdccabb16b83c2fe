package io.sonde.exporter.remotewrite;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.prometheus.Distribution;
import io.sonde.exporter.prometheus.Exemplar;

/**
 * {@code prometheus.WriteRequest}. Each time series has all labels of its row, nine tenths of the
 * whole: they are written for the first, of which the others are copies (in the sense of Snappy).
 */
final class WriteRequestV1 extends WriteRequest {
  /** Tags: of a message in field 1, of one in field 2, of eight octets in field 1. */
  private static final int SERIES = 1 << 3 | 2;

  private static final int SAMPLE = 2 << 3 | 2;
  private static final int VALUE = 1 << 3 | 1;

  private final SnappyWriter block = new SnappyWriter();

  /** The time of a sample, as all of them have it. */
  private final ProtoWriter time = new ProtoWriter(16);

  private final ProtoWriter exemplars = new ProtoWriter(256);

  /** The labels of the time series before in the same row: the name, null when it is the first. */
  private String before;

  /** Where they are in the block, where the name ends there, and how long the limit is. */
  private int beforeAt;

  private int beforeNameEnd;
  private int beforeLimit;

  WriteRequestV1(SeriesLabels labels) {
    super(labels);
  }

  @Override
  void begin() {
    block.reset();
    time.reset();
    time.varint(2, timestamp);
  }

  @Override
  int size() {
    return block.position();
  }

  @Override
  void mark() {
    block.mark();
    before = null;
  }

  @Override
  void undo() {
    block.undo();
  }

  @Override
  int compress() {
    return block.finish();
  }

  @Override
  byte[] body() {
    return block.buffer();
  }

  @Override
  void trim() {
    super.trim();
    block.reset();
    before = null;
  }

  @Override
  void label(ProtoWriter to, String name, String value) {
    int label = to.begin(1);
    to.string(1, name);
    to.string(2, value);
    to.end(label);
  }

  @Override
  void series(String name, int limit, long bits, Exemplar exemplar) {
    name(name);
    exemplars.reset();
    if (exemplar != null) {
      exemplar(exemplar);
    }
    int sample = 1 + Long.BYTES + time.size();
    int size = named.size() + limitSize(limit) + 2 + sample + exemplars.size();
    ProtoWriter literal = block.literal();
    literal.rawByte(SERIES);
    literal.rawVarint(size);
    labels(name, limit);
    literal.rawLittleEndian(SAMPLE | sample << 8 | VALUE << 16, 3);
    literal.rawFixed64(bits);
    literal.rawBytes(time.buffer(), 0, time.size());
    literal.rawBytes(exemplars.buffer(), 0, exemplars.size());
  }

  private void exemplar(Exemplar exemplar) {
    int start = exemplars.begin(3);
    label(exemplars, "span_id", exemplar.spanId);
    label(exemplars, "trace_id", exemplar.traceId);
    exemplars.doubleValue(2, exemplar.value);
    exemplars.varint(3, exemplar.epochNanos / 1_000_000);
    exemplars.end(start);
  }

  /** The name and what sorts before it, what sorts between name and limit, the limit, the rest. */
  private void labels(String name, int limit) {
    int at = block.position();
    int limitSize = limitSize(limit);
    int middle = beforeAt + beforeNameEnd;
    int rest = middle + limitAt - nameEnd + beforeLimit;
    if (before == null) {
      part(0, limitAt);
    } else if (before == name) {
      block.copy(beforeAt, limitAt);
    } else {
      part(0, nameEnd);
      block.copy(middle, limitAt - nameEnd);
    }
    if (limitSize > 0) {
      block.literal().rawBytes(limitLabels.buffer(), limitStart(limit), limitSize);
    }
    if (before == null) {
      part(limitAt, named.size());
    } else {
      block.copy(rest, named.size() - limitAt);
    }
    before = name;
    beforeAt = at;
    beforeNameEnd = nameEnd;
    beforeLimit = limitSize;
  }

  private void part(int from, int to) {
    block.literal().rawBytes(named.buffer(), from, to - from);
  }

  @Override
  int nativeHistogram(Distribution distribution) {
    return 0;
  }
}
