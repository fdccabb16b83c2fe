package io.sonde.exporter.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.lines.LogLine;
import java.util.Map;

/** Makes the exporter of a signal for the protocol that its settings name. */
public final class OtlpExporter {
  private OtlpExporter() {}

  /**
   * Exports spans. Opens no connection yet.
   *
   * @param resource the attributes of the process: texts and {@code Long}s
   */
  public static BatchExporter<Span> spans(
      OtlpSettings settings, Map<String, Object> resource, String scope, String scopeVersion) {
    return create(new SpanEncoder(resource, scope, scopeVersion), settings);
  }

  /**
   * As {@link #spans}, of log events. Their scopes are the loggers.
   *
   * @param body what a record's body is instead of the message; null for the message
   */
  public static BatchExporter<LogEvent> logs(
      OtlpSettings settings, Map<String, Object> resource, LogLine body) {
    return create(new LogEncoder(resource, body), settings);
  }

  /** As {@link #spans}, of metrics as they are; {@link OtlpMetricExporter} chooses among them. */
  public static BatchExporter<MetricData> metrics(
      OtlpSettings settings, Map<String, Object> resource, String scope, String scopeVersion) {
    return create(new MetricEncoder(resource, scope, scopeVersion), settings);
  }

  private static <T> BatchExporter<T> create(BatchEncoder<T> encoder, OtlpSettings settings) {
    return settings.grpc()
        ? new OtlpGrpcExporter<T>(encoder, settings)
        : new OtlpHttpExporter<T>(encoder, settings);
  }
}
