package io.sonde.benchmarks.micro.encode;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.remotewrite.RemoteWriteExporter;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Prometheus's remote write, Snappy and sending in it. A record is what the protocol calls a time
 * series: all labels and a number. A histogram is seventeen; 2.0 carries its exponential buckets
 * and metadata, too.
 */
@State(Scope.Thread)
@OperationsPerInvocation(RemoteWriteBenchmark.RECORDS)
public class RemoteWriteBenchmark {
  /** Of a histogram: fourteen buckets and the last, sum, count. */
  private static final int TIME_SERIES = 17;

  static final int RECORDS = Records.COUNT * TIME_SERIES;

  @Param({"1.0", "2.0"})
  public String version;

  private List<MetricData> metrics;
  private RemoteWriteExporter exporter;

  @Setup
  public void setUp() throws MalformedURLException {
    metrics = Records.metrics();
    exporter =
        new RemoteWriteExporter(
            new HttpTarget(new URL(NullReceiver.url()), Map.of(), null, 10_000),
            null,
            version,
            Records.ATTRIBUTES,
            false,
            Set.of(),
            "1.0");
  }

  @Benchmark
  public void metrics(Written written) throws Exception {
    written.batch(Sent.by(exporter, metrics), RECORDS);
  }
}
