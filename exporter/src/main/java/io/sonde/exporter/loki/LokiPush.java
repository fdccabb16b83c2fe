package io.sonde.exporter.loki;

import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.SnappyBlock;
import java.util.List;

/** The body of a push: {@code logproto.PushRequest} as a Snappy block. Not thread safe. */
final class LokiPush {
  private static final long SECOND = 1_000_000_000L;
  private static final int KEEP = 1 << 20;

  private final SnappyBlock snappy = new SnappyBlock();
  private ProtoWriter out = new ProtoWriter(16 * 1024);

  /**
   * @param entries in their order, from {@code from} to before {@code to}
   * @param metadata whether Loki takes structured metadata
   */
  byte[] encode(List<LokiEntry> entries, int from, int to, boolean metadata) {
    out.reset();
    int next = from;
    while (next < to) {
      String labels = entries.get(next).labels;
      int stream = out.begin(1);
      out.string(1, labels);
      for (; next < to && entries.get(next).labels.equals(labels); next++) {
        entry(entries.get(next), metadata);
      }
      out.end(stream);
    }
    byte[] body = snappy.compress(out.buffer(), out.size());
    if (out.size() > KEEP) {
      // One burst must not hold megabytes for ever.
      out = new ProtoWriter(16 * 1024);
    }
    return body;
  }

  private void entry(LokiEntry entry, boolean metadata) {
    int start = out.begin(2);
    int timestamp = out.begin(1);
    out.varint(1, entry.epochNanos / SECOND);
    out.varint(2, entry.epochNanos % SECOND);
    out.end(timestamp);
    out.string(2, entry.line);
    if (metadata) {
      pair("trace_id", entry.traceId);
      pair("span_id", entry.spanId);
      pair("service_instance_id", entry.instance);
    }
    out.end(start);
  }

  private void pair(String name, String value) {
    if (value != null) {
      int start = out.begin(3);
      out.string(1, name);
      out.string(2, value);
      out.end(start);
    }
  }
}
