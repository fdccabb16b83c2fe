package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.zipkin.ZipkinExporter;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Zipkin's JSON. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class ZipkinBenchmark {
  @Param({"none", "gzip"})
  public String compression;

  private List<Span> spans;
  private ZipkinExporter exporter;

  @Setup
  public void setUp() throws MalformedURLException {
    spans = Records.spans();
    exporter =
        new ZipkinExporter(
            new HttpTarget(new URL(NullReceiver.url()), Map.of(), null, 10_000),
            compression.equals("gzip"),
            Records.ATTRIBUTES,
            "io.sonde",
            "1.0");
  }

  @Benchmark
  public void spans(Written written) throws Exception {
    written.batch(Sent.by(exporter, spans));
  }
}
