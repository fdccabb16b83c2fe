package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.loki.LokiExporter;
import io.sonde.exporter.net.HttpTarget;
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

/** A push to Loki: protobuf as a Snappy block, which may hold it as it is. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class LokiBenchmark {
  @Param({"none", "snappy"})
  public String compression;

  private List<LogEvent> logs;
  private LokiExporter exporter;

  @Setup
  public void setUp() throws MalformedURLException {
    logs = Records.logs();
    exporter =
        new LokiExporter(
            new HttpTarget(new URL(NullReceiver.url()), Map.of(), null, 10_000),
            null,
            Records.ATTRIBUTES,
            compression.equals("snappy"));
  }

  @Benchmark
  public void push(Written written) throws Exception {
    written.batch(Sent.by(exporter, logs));
  }

  @Benchmark
  public void encodePush(Written written) throws Exception {
    written.batch(Sent.encoded(exporter, logs));
  }
}
