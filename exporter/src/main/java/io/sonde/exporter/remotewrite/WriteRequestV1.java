package io.sonde.exporter.remotewrite;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.prometheus.Distribution;
import io.sonde.exporter.prometheus.Exemplar;

/** {@code prometheus.WriteRequest}. */
final class WriteRequestV1 extends WriteRequest {
  private static final int SERIES = 1;
  private static final int SERIES_WIDTH = 2;

  WriteRequestV1(SeriesLabels labels) {
    super(labels);
  }

  @Override
  void begin() {}

  @Override
  int size() {
    return out.size();
  }

  @Override
  ProtoWriter message() {
    return out;
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
    int series = out.begin(SERIES, SERIES_WIDTH);
    labels(name, limit);
    int sample = out.begin(2);
    out.fixed64(1, bits);
    out.varint(2, timestamp);
    out.end(sample);
    if (exemplar != null) {
      int start = out.begin(3);
      label(out, "span_id", exemplar.spanId);
      label(out, "trace_id", exemplar.traceId);
      out.doubleValue(2, exemplar.value);
      out.varint(3, exemplar.epochNanos / 1_000_000);
      out.end(start);
    }
    out.end(series, SERIES_WIDTH);
  }

  @Override
  int nativeHistogram(Distribution distribution) {
    return 0;
  }
}
