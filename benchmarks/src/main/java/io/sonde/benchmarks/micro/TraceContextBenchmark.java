package io.sonde.benchmarks.micro;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.sonde.bootstrap.Propagation;
import io.sonde.bootstrap.http.HttpServerSpan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code traceparent} parsed on the way in, and formatted on the way out. */
@State(Scope.Thread)
public class TraceContextBenchmark {
  private final Message in = new Message();
  private final Message out = new Message();
  private HttpServerSpan span;
  private Context context;

  @Setup
  public void setUp() {
    in.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Propagation.configure(new String[] {"tracecontext"});
    span = HttpServerSpan.start(in, Message.READER);
    span.deactivate();
    context =
        Context.root()
            .with(Sdk.tracing(true).get("benchmark").spanBuilder("GET").setNoParent().startSpan());
  }

  @Benchmark
  public Object sondeParse() {
    return Propagation.extract(in, Message.READER);
  }

  @Benchmark
  public Object sondeFormat() {
    Propagation.inject(span, out, Message.SETTER);
    return out.traceparent;
  }

  @Benchmark
  public Object sdkParse() {
    return Span.fromContext(
        W3CTraceContextPropagator.getInstance().extract(Context.root(), in, Message.GETTER));
  }

  @Benchmark
  public Object sdkFormat() {
    W3CTraceContextPropagator.getInstance().inject(context, out, Message.SDK_SETTER);
    return out.traceparent;
  }
}
