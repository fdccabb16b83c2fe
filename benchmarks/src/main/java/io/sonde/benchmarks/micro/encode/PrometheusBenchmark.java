package io.sonde.benchmarks.micro.encode;

import io.sonde.exporter.prometheus.Exposition;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An answer to a scrape, under the metrics' own names, not compressed. A record is a series of a
 * histogram, which is seventeen lines of text; protobuf carries its exponential buckets, too.
 */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class PrometheusBenchmark {
  private Exposition exposition;

  @Setup
  public void setUp() {
    var metrics = Records.metrics();
    exposition = new Exposition(() -> metrics, Set.of(), false);
  }

  @Benchmark
  public void text(Written written) {
    scrape(written, "text/plain");
  }

  @Benchmark
  public void openMetrics(Written written) {
    scrape(written, "application/openmetrics-text;version=1.0.0");
  }

  @Benchmark
  public void protobuf(Written written) {
    scrape(
        written,
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
  }

  private void scrape(Written written, String accept) {
    written.batch(exposition.render(accept, null).body().length);
  }
}
