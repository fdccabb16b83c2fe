package io.sonde.exporter;

import io.sonde.exporter.net.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Sends each batch as one message, or in halves where that is too large for the destination. */
public abstract class SplittingExporter<T> implements SpoolableExporter<T> {
  private static final int INITIAL_BODY = 16 * 1024;

  private final BatchEncoder<T> encoder;
  private final int timeoutMillis;
  private final int prefix;
  private final ProtoWriter body = new ProtoWriter(INITIAL_BODY);
  private final OctetWriter compressed;

  /** Some receivers measure what they are sent, others what is in it. */
  private final RequestSize messageSize = new RequestSize();

  private final RequestSize bodySize = new RequestSize();

  /**
   * @param gzip whether messages are compressed
   * @param timeoutMillis for a batch, all of its halves
   * @param prefix octets that {@link #send} wants free before the message
   */
  protected SplittingExporter(
      BatchEncoder<T> encoder, boolean gzip, int timeoutMillis, int prefix) {
    this.encoder = encoder;
    this.timeoutMillis = timeoutMillis;
    this.prefix = prefix;
    this.compressed = gzip ? new OctetWriter(INITIAL_BODY / 4) : null;
  }

  @Override
  public final ExportResult export(List<T> batch) throws IOException {
    try {
      return export(batch, 0, batch.size(), new Deadline(timeoutMillis));
    } finally {
      body.reset();
      if (compressed != null) {
        compressed.reset();
      }
    }
  }

  @Override
  public String format() {
    return getClass().getName() + (compressed == null ? "" : " gzip");
  }

  @Override
  public final Request encode(List<T> batch, int from, int to) throws IOException {
    int records = to - from - encodeBody(batch, from, to);
    OctetWriter message = compressed == null ? body : compress();
    boolean small = bodySize.allows(body.size()) && messageSize.allows(message.size());
    return new Request(message.buffer(), message.size(), records, small);
  }

  @Override
  public final ExportResult resend(byte[] octets, int length, int records) throws IOException {
    ExportResult result = send(octets, length, records, new Deadline(timeoutMillis));
    if (result != ExportResult.tooLarge()) {
      return result;
    }
    messageSize.refused(length);
    return ExportResult.rejected(
        records, "a request in the spool is larger than the receiver takes");
  }

  /**
   * Sends one message.
   *
   * @param message the request, compressed where that was asked for, after the free octets
   * @param length of the message and the free octets
   * @return what became of the records; {@link ExportResult#tooLarge} to have them halved
   * @throws IOException when there was no answer
   */
  protected abstract ExportResult send(byte[] message, int length, int records, Deadline deadline)
      throws IOException;

  private ExportResult export(List<T> batch, int from, int to, Deadline deadline)
      throws IOException {
    int failed = encodeBody(batch, from, to);
    int records = to - from - failed;
    if (records == 0) {
      return ExportResult.failed(failed);
    }
    OctetWriter message = compressed == null ? body : compress();
    ExportResult result = send(message.buffer(), message.size(), records, deadline);
    if (result != ExportResult.tooLarge()) {
      if (result == ExportResult.delivered()) {
        messageSize.taken(message.size());
        bodySize.taken(body.size());
      }
      return result.and(ExportResult.failed(failed));
    }
    messageSize.refused(message.size());
    bodySize.refused(body.size());
    if (to - from == 1) {
      return ExportResult.rejected(1, "one record is larger than the receiver takes");
    }
    // When the second half has to wait, all of the batch comes again: at least once.
    int middle = (from + to) >>> 1;
    ExportResult first = export(batch, from, middle, deadline);
    return first.retryable() ? first : first.and(export(batch, middle, to, deadline));
  }

  /** Returns how many records were left out. */
  private int encodeBody(List<T> batch, int from, int to) {
    body.reset();
    reserve(body);
    return encoder.encode(batch, from, to, body);
  }

  private void reserve(OctetWriter message) {
    for (int i = 0; i < prefix; i++) {
      message.rawByte(0);
    }
  }

  private OctetWriter compress() throws IOException {
    compressed.reset();
    reserve(compressed);
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int octet) {
            compressed.rawByte(octet);
          }

          @Override
          public void write(byte[] octets, int from, int count) {
            compressed.rawBytes(octets, from, count);
          }
        };
    try (OutputStream out = new FastGzip(sink)) {
      out.write(body.buffer(), prefix, body.size() - prefix);
    }
    return compressed;
  }

  /** The usual level takes about twice the time for a body that is hardly smaller. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
