package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.Span;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.jaeger.BatchStruct;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Jaeger's batch in both of Thrift's protocols: binary over HTTP, compact over UDP. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class JaegerBenchmark {
  @Param({"binary", "compact"})
  public String protocol;

  private final ProtoWriter out = new ProtoWriter(512 * 1024);
  private List<Span> spans;
  private BatchStruct batch;

  @Setup
  public void setUp() {
    spans = Records.spans();
    batch =
        new BatchStruct(
            protocol.equals("compact"), Records.ATTRIBUTES, "10.1.2.3", "io.sonde", "1.0");
  }

  @Benchmark
  public void spans(Written written) {
    out.reset();
    if (batch.encode(spans, 0, spans.size(), out) > 0) {
      throw new IllegalStateException("a span could not be encoded");
    }
    written.batch(out.size());
  }
}
