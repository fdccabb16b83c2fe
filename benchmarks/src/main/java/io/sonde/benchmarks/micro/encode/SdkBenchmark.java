package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.exporter.internal.marshal.MarshalerWithSize;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The SDK's OTLP encoding, which the others are measured by: of data that is made already, not
 * compressed, and not sent. Of metrics a record is a series of a histogram with explicit buckets.
 */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class SdkBenchmark {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
  private List<SpanData> spans;
  private List<LogRecordData> logs;
  private List<MetricData> metrics;
  private List<MetricData> numbers;

  @Setup
  public void setUp() {
    spans = SdkRecords.spans();
    logs = SdkRecords.logs();
    metrics =
        Records.metrics().stream()
            .filter(metric -> metric.getType() == MetricDataType.HISTOGRAM)
            .toList();
    numbers = List.of(Records.numbers(metrics.get(0)));
  }

  @Benchmark
  public void spans(Written written) throws IOException {
    write(TraceRequestMarshaler.create(spans), written);
  }

  @Benchmark
  public void logs(Written written) throws IOException {
    write(LogsRequestMarshaler.create(logs), written);
  }

  @Benchmark
  public void metrics(Written written) throws IOException {
    write(MetricsRequestMarshaler.create(metrics), written);
  }

  /** What a time series is that remote write makes of a histogram: a number with labels. */
  @Benchmark
  public void numbers(Written written) throws IOException {
    write(MetricsRequestMarshaler.create(numbers), written);
  }

  private void write(MarshalerWithSize request, Written written) throws IOException {
    out.reset();
    request.writeBinaryTo(out);
    written.batch(out.size());
  }
}
