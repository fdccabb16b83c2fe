package io.sonde.benchmarks.micro;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.context.Context;
import io.sonde.bootstrap.Numbers;
import io.sonde.bootstrap.metrics.Metrics;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One duration recorded under five labels, without a span around it. */
@State(Scope.Thread)
public class HistogramBenchmark {
  private static final String ROUTE = "/users/{id}";
  private static final int DURATIONS = 1024;

  private final Message message = new Message();
  private final long[] nanos = new long[DURATIONS];
  private int next;
  private DoubleHistogram explicit;
  private DoubleHistogram both;
  private Attributes cachedLabels;

  @Setup
  public void setUp() {
    // Log-normal about 20 ms, as durations are: several buckets, none of them always.
    Random random = new Random(1);
    for (int i = 0; i < DURATIONS; i++) {
      nanos[i] = (long) (20_000_000 * Math.exp(random.nextGaussian()));
    }
    explicit = Sdk.duration(Sdk.metering(false));
    both = Sdk.duration(Sdk.metering(true));
    cachedLabels = Sdk.labels(message, ROUTE, 200);
  }

  private long duration() {
    next = (next + 1) & (DURATIONS - 1);
    return nanos[next];
  }

  /** Looks up the series and records, in explicit and exponential buckets. */
  @Benchmark
  public void sonde() {
    Metrics.HTTP_SERVER_DURATION
        .series(
            message.method, message.scheme, ROUTE, Numbers.box(200), null, message.protocolVersion)
        .record(duration(), null);
  }

  @Benchmark
  public void sdkExplicit() {
    explicit.record(duration() / 1e9, Sdk.labels(message, ROUTE, 200), Context.root());
  }

  @Benchmark
  public void sdkExplicitCachedLabels() {
    explicit.record(duration() / 1e9, cachedLabels, Context.root());
  }

  @Benchmark
  public void sdkExplicitAndExponential() {
    both.record(duration() / 1e9, Sdk.labels(message, ROUTE, 200), Context.root());
  }

  @Benchmark
  public void sdkExplicitAndExponentialCachedLabels() {
    both.record(duration() / 1e9, cachedLabels, Context.root());
  }
}
