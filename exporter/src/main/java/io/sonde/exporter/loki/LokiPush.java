package io.sonde.exporter.loki;

import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.SnappyBlock;
import io.sonde.exporter.lines.JsonLine;
import io.sonde.exporter.lines.Level;
import io.sonde.exporter.lines.LogLine;
import java.util.Arrays;
import java.util.Map;

/** The body of a push: {@code logproto.PushRequest} as a Snappy block. Not thread safe. */
final class LokiPush {
  private static final long SECOND = 1_000_000_000L;

  /** Uncompressed; Loki's inner messages hold 4 MiB. */
  private static final int MAX_PUSH = 4_000_000;

  /** What an entry needs beside its line, the labels of a stream included, at most. */
  private static final int OVERHEAD = 8_000;

  /** No entry is begun above. */
  private static final int FULL = MAX_PUSH - LogLine.MAX_BYTES - OVERHEAD;

  /** What precedes the one literal of a Snappy block, when that has 16 KiB to 2 MiB. */
  private static final int LITERAL = 3 + 1 + 4;

  private static final int STREAM_WIDTH = 3;
  private static final int ENTRY_WIDTH = 2;

  private static final byte[] TRACE = pair("trace_id", 32);
  private static final byte[] SPAN = pair("span_id", 16);

  private final SnappyBlock snappy = new SnappyBlock();
  private final ProtoWriter out = new ProtoWriter(16 * 1024);
  private final ProtoWriter prefix = new ProtoWriter(LITERAL + 2);
  private final LogLine line = new JsonLine(false);
  private final LokiLabels labels;

  /** A pair of the metadata; empty when there is none. */
  private final byte[] instance;

  private final boolean compress;
  private int records;
  private int size;

  /**
   * @param resource the attributes of the process
   * @param compress whether the Snappy block is smaller than what is in it
   */
  LokiPush(Map<String, Object> resource, boolean compress) {
    this.compress = compress;
    labels = new LokiLabels(resource);
    Object id = resource.get("service.instance.id");
    instance = id == null ? new byte[0] : pair("service_instance_id", Text.cut(id.toString(), 200));
  }

  /**
   * Makes the body of the entries in their order, from {@code from} to before {@code to}, or as
   * many of them as a push holds.
   *
   * @param metadata whether Loki takes structured metadata
   * @return the first that is not in it
   */
  int encode(LokiEntries entries, int from, int to, boolean metadata) {
    out.reset();
    if (!compress) {
      out.reserve(LITERAL);
    }
    records = 0;
    int next = from;
    while (next < to && out.size() < FULL) {
      Level level = entries.get(next).level;
      int stream = out.begin(1, STREAM_WIDTH);
      out.string(1, labels.of(level));
      for (; next < to && out.size() < FULL && entries.get(next).level == level; next++) {
        if (!entries.get(next).failed) {
          entry(entries.get(next), metadata);
        }
      }
      out.end(stream, STREAM_WIDTH);
    }
    size = compress ? snappy.compress(out.buffer(), out.size()) : literal();
    return next;
  }

  /** Makes it a block of one literal, which costs no copy of it. */
  private int literal() {
    int length = out.size() - LITERAL;
    prefix.reset();
    prefix.rawVarint(length);
    prefix.rawByte(63 << 2);
    prefix.rawLittleEndian(length - 1, 4);
    out.prefix(LITERAL, prefix);
    return out.size();
  }

  /** How many entries are in the body. */
  int records() {
    return records;
  }

  /** The body, in its first {@link #size} bytes. */
  byte[] body() {
    return compress ? snappy.buffer() : out.buffer();
  }

  int size() {
    return size;
  }

  /** Gives back the memory that one burst took. */
  void trim() {
    out.reset();
    snappy.trim();
  }

  private void entry(LokiEntry entry, boolean metadata) {
    int before = out.size();
    try {
      int start = out.begin(2, ENTRY_WIDTH);
      int timestamp = out.begin(1);
      out.varint(1, entry.epochNanos / SECOND);
      out.varint(2, entry.epochNanos % SECOND);
      out.end(timestamp);
      int text = out.begin(2, ENTRY_WIDTH);
      line.write(out, entry.event);
      out.end(text, ENTRY_WIDTH);
      if (metadata) {
        metadata(entry.event.span());
      }
      out.end(start, ENTRY_WIDTH);
      records++;
    } catch (Throwable ignored) {
      // An event that cannot be written costs itself.
      entry.failed = true;
      out.truncate(before);
    }
  }

  private void metadata(Span span) {
    if (span != null) {
      out.rawBytes(TRACE, 0, TRACE.length);
      out.rawHex(span.traceIdHigh());
      out.rawHex(span.traceIdLow());
      out.rawBytes(SPAN, 0, SPAN.length);
      out.rawHex(span.spanId());
    }
    out.rawBytes(instance, 0, instance.length);
  }

  /** A pair whose value consists of {@code digits} that follow. */
  private static byte[] pair(String name, int digits) {
    byte[] whole = pair(name, new String(new char[digits]));
    return Arrays.copyOf(whole, whole.length - digits);
  }

  private static byte[] pair(String name, String value) {
    ProtoWriter pair = new ProtoWriter(64);
    int start = pair.begin(3);
    pair.string(1, name);
    pair.string(2, value);
    pair.end(start);
    return pair.toByteArray();
  }
}
