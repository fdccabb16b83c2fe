package io.sonde.benchmarks.micro;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;

/** The peer, set up to do what our core does and no more: nothing is exported or collected. */
final class Sdk {
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  static final AttributeKey<String> VERSION = AttributeKey.stringKey("network.protocol.version");
  static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
  static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

  static final String DURATION = "http.server.request.duration";

  private static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  private Sdk() {}

  static SdkTracerProvider tracing(boolean sampled) {
    return SdkTracerProvider.builder()
        .setSampler(Sampler.parentBased(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()))
        .addSpanProcessor(new Discard())
        .build();
  }

  static Meter metering(boolean exponentialToo) {
    SdkMeterProviderBuilder builder =
        SdkMeterProvider.builder().registerMetricReader(new NobodyReads());
    if (exponentialToo) {
      InstrumentSelector duration = InstrumentSelector.builder().setName(DURATION).build();
      builder
          .registerView(
              duration,
              View.builder()
                  .setAggregation(Aggregation.explicitBucketHistogram(BOUNDS))
                  .setName("explicit")
                  .build())
          .registerView(
              duration,
              View.builder()
                  .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                  .setName("exponential")
                  .build());
    }
    return builder.build().get("benchmark");
  }

  static DoubleHistogram duration(Meter meter) {
    return meter
        .histogramBuilder(DURATION)
        .setUnit("s")
        .setExplicitBucketBoundariesAdvice(BOUNDS)
        .build();
  }

  /** The labels of the request's duration. */
  static Attributes labels(Message message, String route, long status) {
    return Attributes.of(
        METHOD,
        message.method,
        SCHEME,
        message.scheme,
        ROUTE,
        route,
        STATUS,
        status,
        VERSION,
        message.protocolVersion);
  }

  private static final class Discard implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  private static final class NobodyReads implements MetricReader {
    @Override
    public void register(CollectionRegistration registration) {}

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
