package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.zipkin.ZipkinExporter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Zipkin's JSON, sent. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class ZipkinBenchmark {
  @Param({"false", "true"})
  public boolean gzip;

  private NullServer server;
  private List<Span> spans;
  private ZipkinExporter exporter;

  @Setup
  public void setUp() throws IOException {
    server = new NullServer("");
    spans = Records.spans();
    HttpTarget target = new HttpTarget(server.url(), Map.of(), null, 10_000);
    exporter = new ZipkinExporter(target, gzip, Records.ATTRIBUTES, "io.sonde", "1.0");
  }

  @TearDown
  public void tearDown() throws IOException {
    exporter.close();
    server.close();
  }

  @Benchmark
  public void spans(Written written) throws IOException {
    if (exporter.export(spans).reason() != null) {
      throw new IOException("not taken");
    }
    written.batch(server.takeBytes());
  }
}
