package io.sonde.exporter.otlp;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/**
 * A signal as OTLP knows it.
 *
 * @param <T> one record of it
 */
public abstract class OtlpSignal<T> {
  public static final OtlpSignal<SpanData> TRACES =
      new OtlpSignal<SpanData>("traces", "trace.v1.TraceService") {
        @Override
        Marshaler request(List<SpanData> spans) {
          return TraceRequestMarshaler.create(spans);
        }
      };
  public static final OtlpSignal<MetricData> METRICS =
      new OtlpSignal<MetricData>("metrics", "metrics.v1.MetricsService") {
        @Override
        Marshaler request(List<MetricData> metrics) {
          return MetricsRequestMarshaler.create(metrics);
        }
      };
  public static final OtlpSignal<LogRecordData> LOGS =
      new OtlpSignal<LogRecordData>("logs", "logs.v1.LogsService") {
        @Override
        Marshaler request(List<LogRecordData> records) {
          return LogsRequestMarshaler.create(records);
        }
      };

  private final String name;
  private final String service;

  private OtlpSignal(String name, String service) {
    this.name = name;
    this.service = service;
  }

  /** {@code traces}, {@code metrics} or {@code logs}. */
  String name() {
    return name;
  }

  /** The path below the general endpoint of OTLP/HTTP. */
  String httpPath() {
    return "v1/" + name;
  }

  String grpcPath() {
    return "/opentelemetry.proto.collector." + service + "/Export";
  }

  abstract Marshaler request(List<T> batch);
}
