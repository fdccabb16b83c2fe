package io.sonde.exporter.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finished records, made by the SDK itself. */
final class Records {
  private Records() {}

  static List<SpanData> spans(int count, String text) {
    List<SpanData> finished = new ArrayList<>();
    SpanExporter collector =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            finished.addAll(spans);
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(collector))
            .build()) {
      for (int i = 0; i < count; i++) {
        Span span = provider.get("test").spanBuilder("span-" + i).setNoParent().startSpan();
        span.setAttribute("text", text);
        span.end();
      }
    }
    return finished;
  }

  static List<LogRecordData> logs(String body) {
    List<LogRecordData> emitted = new ArrayList<>();
    LogRecordProcessor collector =
        new LogRecordProcessor() {
          @Override
          public void onEmit(Context context, ReadWriteLogRecord record) {
            emitted.add(record.toLogRecordData());
          }
        };
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setLoggerProvider(SdkLoggerProvider.builder().addLogRecordProcessor(collector).build())
            .build()) {
      sdk.getLogsBridge()
          .get("test")
          .logRecordBuilder()
          .setSeverity(Severity.WARN)
          .setBody(body)
          .setAllAttributes(Attributes.of(AttributeKey.stringKey("key"), body))
          .emit();
    }
    return emitted;
  }
}
