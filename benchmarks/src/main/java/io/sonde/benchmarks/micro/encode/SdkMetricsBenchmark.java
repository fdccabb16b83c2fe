package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The SDK's OTLP encoding of metrics, which the others are measured by: not compressed, and not
 * sent. A record is a series of a histogram with explicit buckets.
 */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class SdkMetricsBenchmark {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
  private List<MetricData> metrics;

  @Setup
  public void setUp() {
    metrics =
        Records.metrics().stream()
            .filter(metric -> metric.getType() == MetricDataType.HISTOGRAM)
            .toList();
  }

  @Benchmark
  public void metrics(Written written) throws IOException {
    out.reset();
    MetricsRequestMarshaler.create(metrics).writeBinaryTo(out);
    written.batch(out.size());
  }
}
