package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.SplittingExporter;
import io.sonde.exporter.net.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Appends each request as a line of OTLP/JSON to a file (OpenTelemetry's file exporter). Signals
 * may share one.
 */
public final class OtlpFileExporter<T> extends SplittingExporter<T> {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Path path;
  private final long maxBytes;
  private FileChannel file;

  private OtlpFileExporter(BatchEncoder<T> encoder, OtlpSignal signal, Path path, long maxBytes) {
    super(new JsonEncoder<T>(encoder, signal), false, TIMEOUT_MILLIS, 0);
    this.path = path;
    this.maxBytes = maxBytes;
  }

  /**
   * Exports spans.
   *
   * @param maxBytes of the file; records for which it has no room are rejected
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public static BatchExporter<Span> spans(
      Path path, long maxBytes, Map<String, Object> resource, String scope, String scopeVersion) {
    return new OtlpFileExporter<Span>(
        new SpanEncoder(resource, scope, scopeVersion), OtlpSignal.TRACES, path, maxBytes);
  }

  /** As {@link #spans}, of log events. */
  public static BatchExporter<LogEvent> logs(
      Path path, long maxBytes, Map<String, Object> resource) {
    return new OtlpFileExporter<LogEvent>(
        new LogEncoder(resource), OtlpSignal.LOGS, path, maxBytes);
  }

  /** As {@link #spans}, of metrics; for the last two see {@link OtlpMetricExporter}. */
  public static BatchExporter<MetricData> metrics(
      Path path,
      long maxBytes,
      Map<String, Object> resource,
      String scope,
      String scopeVersion,
      boolean exponential,
      boolean delta) {
    return new OtlpMetricExporter(
        new OtlpFileExporter<MetricData>(
            new MetricEncoder(resource, scope, scopeVersion), OtlpSignal.METRICS, path, maxBytes),
        exponential,
        delta);
  }

  @Override
  protected ExportResult send(byte[] message, int length, int records, Deadline deadline)
      throws IOException {
    // With its interrupt flag up a thread cannot write a file.
    Thread.interrupted();
    if (file == null) {
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
    ByteBuffer line = ByteBuffer.allocate(length + 1);
    line.put(message, 0, length).put((byte) '\n').flip();
    // One for all signals, which may have the same file.
    synchronized (OtlpFileExporter.class) {
      long size = file.size();
      if (size + length + 1 > maxBytes) {
        return ExportResult.rejected(records, "the file is full");
      }
      try {
        while (line.hasRemaining()) {
          file.write(line);
        }
      } catch (IOException e) {
        // Half a line would spoil the next one.
        file.truncate(size);
        throw e;
      }
    }
    return ExportResult.delivered();
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException ignored) {
      // All of it was written.
    }
  }
}
