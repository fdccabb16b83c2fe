package io.sonde.benchmarks.micro;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.http.HttpServerSpan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The server's side of one request: a span with eight attributes made, made current and ended. An
 * unsampled SDK span gets no attributes, which is the best that can be done with the SDK.
 */
@State(Scope.Benchmark)
public class ServerSpanBenchmark {
  private static final String ROUTE = "/users/{id}";
  private static final String NAME = "GET /users/{id}";
  private static final int ATTRIBUTES = 8;

  @Param({"true", "false"})
  public boolean sampled;

  private final Message message = new Message();
  private Tracer tracer;
  private TextMapPropagator propagator;
  private DoubleHistogram duration;
  private LongUpDownCounter active;
  private Attributes cachedLabels;
  private Attributes cachedActiveLabels;
  private int attributes;

  @Setup
  public void setUp() {
    boolean sample = sampled;
    io.sonde.bootstrap.Tracer.configure(
        (id, hasParent, parentSampled) -> sample, new String[0], 128, 8192);
    checkAttributes();
    tracer = Sdk.tracing(sampled).get("benchmark");
    propagator =
        TextMapPropagator.composite(
            W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());
    Meter meter = Sdk.metering(false);
    duration = Sdk.duration(meter);
    active = meter.upDownCounterBuilder("http.server.active_requests").build();
    cachedLabels = Sdk.labels(message, ROUTE, 200);
    cachedActiveLabels = activeLabels();
  }

  /** That ours has as many attributes as the SDK's gets. */
  private void checkAttributes() {
    Telemetry.install(
        new Telemetry.Sink() {
          @Override
          public void spanEnded(io.sonde.bootstrap.Span span) {
            attributes = AttributeCount.of(span);
          }

          @Override
          public void logged(LogEvent event) {}
        });
    sonde();
    if (attributes != (sampled ? ATTRIBUTES : 0)) {
      throw new IllegalStateException(attributes + " attributes");
    }
  }

  private Attributes activeLabels() {
    return Attributes.of(Sdk.METHOD, message.method, Sdk.SCHEME, message.scheme);
  }

  /** All of it: remote parent, active requests, span, duration in both kinds of buckets. */
  @Benchmark
  public Object sonde() {
    HttpServerSpan span = HttpServerSpan.start(message, Message.READER);
    span.route(ROUTE);
    span.deactivate();
    span.end(200, null);
    return span;
  }

  /** The span alone: no remote parent looked for, no metric. */
  @Benchmark
  public Object sdkSpanAlone() {
    Span span = start(Context.root());
    try (io.opentelemetry.context.Scope scope = Context.root().with(span).makeCurrent()) {
      known(span);
    }
    span.end();
    return span;
  }

  /** All of it, with the SDK's attributes made for each record. */
  @Benchmark
  public Object sdk() {
    return request(false);
  }

  /** All of it, with the attributes of the metrics known beforehand. */
  @Benchmark
  public Object sdkCachedLabels() {
    return request(true);
  }

  private Span request(boolean cached) {
    long begin = System.nanoTime();
    Context parent = propagator.extract(Context.root(), message, Message.GETTER);
    Attributes activeLabels = cached ? cachedActiveLabels : activeLabels();
    active.add(1, activeLabels, parent);
    Span span = start(parent);
    Context context = parent.with(span);
    try (io.opentelemetry.context.Scope scope = context.makeCurrent()) {
      known(span);
    }
    span.end();
    active.add(-1, activeLabels, context);
    duration.record(
        (System.nanoTime() - begin) / 1e9,
        cached ? cachedLabels : Sdk.labels(message, ROUTE, 200),
        context);
    return span;
  }

  private Span start(Context parent) {
    Span span =
        tracer
            .spanBuilder(message.method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    if (span.isRecording()) {
      span.setAttribute(Sdk.METHOD, message.method);
      span.setAttribute(Sdk.PATH, message.path);
      span.setAttribute(Sdk.SCHEME, message.scheme);
      span.setAttribute(Sdk.VERSION, message.protocolVersion);
      span.setAttribute(Sdk.USER_AGENT, message.userAgent);
      span.setAttribute(Sdk.ADDRESS, message.host);
    }
    return span;
  }

  private static void known(Span span) {
    if (span.isRecording()) {
      span.updateName(NAME);
      span.setAttribute(Sdk.ROUTE, ROUTE);
      span.setAttribute(Sdk.STATUS, 200L);
    }
  }
}
