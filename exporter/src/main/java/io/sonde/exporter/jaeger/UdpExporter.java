package io.sonde.exporter.jaeger;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.OctetWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Calls {@code Agent.emitBatch} in as few datagrams as hold the spans. Delivered means: given to
 * the network, which may lose it; that nobody listens is noticed where the network says so.
 */
final class UdpExporter implements BatchExporter<Span> {
  /** What Jaeger reads of a datagram. */
  static final int MAX_DATAGRAM = 65_000;

  /**
   * No span is added above. A receiver's buffer holds thirteen datagrams of that size, but one of
   * the largest, by Linux's defaults; and on a network each is torn into fewer packets, of which
   * one that is lost takes the others with it.
   */
  static final int FULL = 16_000;

  /** Characters that are kept of each text where a span alone is larger than a datagram. */
  private static final int SHORT_TEXT = 200;

  /** The ends of the batch and of the arguments. */
  private static final byte[] TAIL = {0, 0};

  private final UdpChannel channel;
  private final byte[] process;
  private final ThriftWriter headThrift;
  private final ThriftWriter spanThrift;
  private final SpanStruct struct;

  /** What comes before the spans of a datagram. */
  private final OctetWriter head;

  /** Those for the next datagram, and while that is sent the one that is too much for it. */
  private final OctetWriter spans = new OctetWriter(MAX_DATAGRAM + 16 * 1024);

  /** Octets that spans may take of a datagram. */
  private final int room;

  UdpExporter(
      UdpChannel channel, boolean compact, byte[] process, String scope, String scopeVersion) {
    this.channel = channel;
    this.process = process;
    head = new OctetWriter(process.length + 64);
    headThrift = compact ? new CompactThrift(head) : new BinaryThrift(head);
    spanThrift = compact ? new CompactThrift(spans) : new BinaryThrift(spans);
    struct = new SpanStruct(spanThrift, scope, scopeVersion);
    head(MAX_DATAGRAM);
    room = MAX_DATAGRAM - head.size() - TAIL.length;
  }

  @Override
  public ExportResult export(List<Span> batch) throws IOException {
    channel.open();
    spans.reset();
    int failed = 0;
    int tooLarge = 0;
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      int before = spans.size();
      if (!write(batch.get(i))) {
        failed++;
      } else if (spans.size() - before > room) {
        spans.truncate(before);
        tooLarge++;
      } else if (count > 0 && spans.size() > FULL) {
        send(before, count);
        System.arraycopy(spans.buffer(), before, spans.buffer(), 0, spans.size() - before);
        spans.truncate(spans.size() - before);
        count = 1;
      } else {
        count++;
      }
    }
    if (count > 0) {
      send(spans.size(), count);
      channel.awaitRefusal();
    }
    ExportResult encoded = ExportResult.failed(failed);
    return tooLarge == 0
        ? encoded
        : ExportResult.rejected(tooLarge, "larger than a datagram").and(encoded);
  }

  /** A span that is too large alone is written again, with its texts cut short. */
  private boolean write(Span span) {
    int before = spans.size();
    boolean written = struct.write(span, Integer.MAX_VALUE);
    if (written && spans.size() - before > room) {
      spans.truncate(before);
      written = struct.write(span, SHORT_TEXT);
    }
    return written;
  }

  private void send(int length, int count) throws IOException {
    head(count);
    channel.send(
        new ByteBuffer[] {
          ByteBuffer.wrap(head.buffer(), 0, head.size()),
          ByteBuffer.wrap(spans.buffer(), 0, length),
          ByteBuffer.wrap(TAIL)
        });
  }

  private void head(int count) {
    head.reset();
    headThrift.oneway("emitBatch");
    int arguments = headThrift.begin();
    headThrift.struct(1);
    int batch = headThrift.begin();
    headThrift.struct(BatchStruct.PROCESS);
    head.rawBytes(process, 0, process.length);
    headThrift.structs(BatchStruct.SPANS, count);
    // Their ends follow the spans.
    int size = head.size();
    headThrift.end(batch);
    headThrift.end(arguments);
    head.truncate(size);
  }

  @Override
  public void close() {
    channel.close();
  }
}
