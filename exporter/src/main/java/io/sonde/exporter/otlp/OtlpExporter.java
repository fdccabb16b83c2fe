package io.sonde.exporter.otlp;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What both transports of OTLP share: the body, and what to do when it is too large. */
public abstract class OtlpExporter<T> implements BatchExporter<T> {
  /** Told by {@link #send}: fewer records at a time might pass. */
  static final ExportResult TOO_LARGE = ExportResult.retry(0, "too large");

  private final OtlpSignal<T> signal;
  private final int prefix;
  final OtlpSettings settings;

  /**
   * @param prefix octets that {@link #send} wants free before the message
   */
  OtlpExporter(OtlpSignal<T> signal, OtlpSettings settings, int prefix) {
    this.signal = signal;
    this.settings = settings;
    this.prefix = prefix;
  }

  /** The exporter for the protocol that {@code settings} names. Opens no connection yet. */
  public static <T> OtlpExporter<T> create(OtlpSignal<T> signal, OtlpSettings settings) {
    return settings.grpc()
        ? new OtlpGrpcExporter<T>(signal, settings)
        : new OtlpHttpExporter<T>(signal, settings);
  }

  @Override
  public final ExportResult export(List<T> batch) throws IOException {
    return export(batch, new Deadline(settings.timeoutMillis()));
  }

  /**
   * Sends one message.
   *
   * @param message the request, compressed as the settings want it, after the free octets
   * @throws IOException when there was no answer
   */
  abstract ExportResult send(byte[] message, int records, Deadline deadline) throws IOException;

  private ExportResult export(List<T> batch, Deadline deadline) throws IOException {
    ExportResult result = send(message(batch), batch.size(), deadline);
    if (result != TOO_LARGE) {
      return result;
    }
    int half = batch.size() / 2;
    if (half == 0) {
      return ExportResult.rejected(1, "one record is larger than the receiver takes");
    }
    // When the second half has to wait, all of the batch comes again: at least once.
    ExportResult first = export(batch.subList(0, half), deadline);
    if (first.retryable()) {
      return first;
    }
    ExportResult second = export(batch.subList(half, batch.size()), deadline);
    if (second.retryable()) {
      return second;
    }
    ExportResult told = first.reason() == null ? second : first;
    return told.reason() == null
        ? told
        : ExportResult.rejected(first.rejected() + second.rejected(), told.reason());
  }

  private byte[] message(List<T> batch) throws IOException {
    Marshaler request = signal.request(batch);
    int size = request.getBinarySerializedSize();
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(prefix + (settings.gzip() ? size / 4 : size) + 64);
    for (int i = 0; i < prefix; i++) {
      bytes.write(0);
    }
    try (OutputStream out = settings.gzip() ? new GZIPOutputStream(bytes, 4096) : bytes) {
      request.writeBinaryTo(out);
    }
    return bytes.toByteArray();
  }
}
