package io.sonde.benchmarks.micro;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.http.HttpClientSpan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The client's side of one request: a span with six attributes, its header and its duration. */
@State(Scope.Benchmark)
public class ClientSpanBenchmark {
  private static final String URL = "http://shop.example:8080/users/42";
  private static final String HOST = "shop.example";
  private static final int PORT = 8080;
  private static final int ATTRIBUTES = 6;

  @Param({"true", "false"})
  public boolean sampled;

  private final Message message = new Message();
  private Tracer tracer;
  private DoubleHistogram duration;
  private int attributes;

  @Setup
  public void setUp() {
    boolean sample = sampled;
    io.sonde.bootstrap.Tracer.configure(
        (id, hasParent, parentSampled) -> sample, new String[0], 128, 8192);
    Propagation.configure(new String[] {"tracecontext"});
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
    if (attributes != (sampled ? ATTRIBUTES : 0) || message.traceparent == null) {
      throw new IllegalStateException(attributes + " attributes, " + message.traceparent);
    }
    tracer = Sdk.tracing(sampled).get("benchmark");
    duration = Sdk.duration(Sdk.metering(false));
  }

  @Benchmark
  public Object sonde() {
    HttpClientSpan span = HttpClientSpan.start(message.method, URL, HOST, PORT);
    span.inject(message, Message.SETTER);
    span.protocolVersion(message.protocolVersion);
    span.end(200, null);
    return span;
  }

  /** The same with the SDK, whose URL has no secret to look for. */
  @Benchmark
  public Object sdk() {
    long begin = System.nanoTime();
    Span span =
        tracer
            .spanBuilder(message.method)
            .setParent(Context.root())
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    if (span.isRecording()) {
      span.setAttribute(Sdk.METHOD, message.method);
      span.setAttribute(Sdk.URL, URL);
      span.setAttribute(Sdk.ADDRESS, HOST);
      span.setAttribute(Sdk.PORT, (long) PORT);
    }
    Context context = Context.root().with(span);
    W3CTraceContextPropagator.getInstance().inject(context, message, Message.SDK_SETTER);
    if (span.isRecording()) {
      span.setAttribute(Sdk.STATUS, 200L);
      span.setAttribute(Sdk.VERSION, message.protocolVersion);
    }
    span.end();
    duration.record((System.nanoTime() - begin) / 1e9, labels(), context);
    return span;
  }

  private Attributes labels() {
    return Attributes.of(
        Sdk.METHOD,
        message.method,
        Sdk.ADDRESS,
        HOST,
        Sdk.PORT,
        (long) PORT,
        Sdk.STATUS,
        200L,
        Sdk.VERSION,
        message.protocolVersion);
  }
}
