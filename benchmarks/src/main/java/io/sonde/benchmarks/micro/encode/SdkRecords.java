package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The batches of {@link Records} as the SDK's own data, by way of its own instruments. */
final class SdkRecords {
  private static final Resource RESOURCE = resource();

  private SdkRecords() {}

  private static Resource resource() {
    AttributesBuilder attributes = Attributes.builder();
    Records.ATTRIBUTES.forEach((key, value) -> attributes.put(key, value.toString()));
    return Resource.create(attributes.build());
  }

  static List<SpanData> spans() {
    List<SpanData> spans = new ArrayList<>();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(RESOURCE)
            .addSpanProcessor(new Collect(spans))
            .build()) {
      Tracer tracer = provider.get("io.sonde", "1.0");
      Records.spans()
          .forEach(
              ours -> {
                var span = tracer.spanBuilder(ours.name()).setSpanKind(SpanKind.SERVER).startSpan();
                span.setAttribute(AttributeKey.stringKey("http.request.method"), "GET");
                span.setAttribute(AttributeKey.stringKey("url.path"), "/users/4711");
                span.setAttribute(AttributeKey.stringKey("url.scheme"), "http");
                span.setAttribute(AttributeKey.stringKey("network.protocol.version"), "1.1");
                span.setAttribute(
                    AttributeKey.stringKey("user_agent.original"), "Mozilla/5.0 (X11; Linux)");
                span.setAttribute(AttributeKey.stringKey("server.address"), "shop.example.com");
                span.setAttribute(AttributeKey.stringKey("http.route"), "/users/{id}");
                span.setAttribute(AttributeKey.longKey("http.response.status_code"), 200L);
                span.end();
              });
    }
    return spans;
  }

  static List<LogRecordData> logs() {
    List<LogRecordData> logs = new ArrayList<>();
    try (SdkTracerProvider traces = SdkTracerProvider.builder().build();
        SdkLoggerProvider provider =
            SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor((context, record) -> logs.add(record.toLogRecordData()))
                .build()) {
      Tracer tracer = traces.get("io.sonde");
      Logger logger = provider.get("com.shop.OrderService");
      Records.logs()
          .forEach(
              ours ->
                  logger
                      .logRecordBuilder()
                      .setContext(
                          tracer.spanBuilder("GET").startSpan().storeInContext(Context.root()))
                      .setTimestamp(ours.epochNanos(), TimeUnit.NANOSECONDS)
                      .setSeverity(Severity.INFO)
                      .setSeverityText(ours.severityText())
                      .setBody(ours.message())
                      .setAttribute(AttributeKey.stringKey("thread.name"), ours.threadName())
                      .setAttribute(AttributeKey.stringKey("tenant"), "north")
                      .emit());
    }
    return logs;
  }

  private record Collect(List<SpanData> spans) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
