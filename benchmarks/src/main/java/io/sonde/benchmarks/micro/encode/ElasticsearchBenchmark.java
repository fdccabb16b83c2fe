package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.elasticsearch.ElasticsearchExporter;
import io.sonde.exporter.net.HttpTarget;
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

/** Documents of {@code _bulk}, sent. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class ElasticsearchBenchmark {
  @Param({"false", "true"})
  public boolean gzip;

  private NullServer server;
  private List<LogEvent> logs;
  private ElasticsearchExporter index;
  private ElasticsearchExporter stream;

  @Setup
  public void setUp() throws IOException {
    server = new NullServer("{\"errors\":false,\"items\":[]}");
    logs = Records.logs();
    HttpTarget target = new HttpTarget(server.url(), Map.of(), null, 10_000);
    index = ElasticsearchExporter.index(target, gzip, "logs-%{+YYYY.MM.dd}", Records.ATTRIBUTES);
    stream =
        ElasticsearchExporter.dataStream(target, gzip, "logs-sonde-default", Records.ATTRIBUTES);
  }

  @TearDown
  public void tearDown() throws IOException {
    index.close();
    stream.close();
    server.close();
  }

  @Benchmark
  public void index(Written written) throws IOException {
    send(index, written);
  }

  @Benchmark
  public void dataStream(Written written) throws IOException {
    send(stream, written);
  }

  private void send(ElasticsearchExporter exporter, Written written) throws IOException {
    if (exporter.export(logs).reason() != null) {
      throw new IOException("not taken");
    }
    written.batch(server.takeBytes());
  }
}
