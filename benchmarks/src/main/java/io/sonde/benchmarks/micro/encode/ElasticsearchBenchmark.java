package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.elasticsearch.ElasticsearchExporter;
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

/** Documents of {@code _bulk}. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class ElasticsearchBenchmark {
  @Param({"none", "gzip"})
  public String compression;

  private List<LogEvent> logs;
  private ElasticsearchExporter index;
  private ElasticsearchExporter stream;

  @Setup
  public void setUp() throws MalformedURLException {
    logs = Records.logs();
    HttpTarget target = new HttpTarget(new URL(NullReceiver.url()), Map.of(), null, 10_000);
    boolean gzip = compression.equals("gzip");
    index = ElasticsearchExporter.index(target, gzip, "logs-%{+YYYY.MM.dd}", Records.ATTRIBUTES);
    stream =
        ElasticsearchExporter.dataStream(target, gzip, "logs-sonde-default", Records.ATTRIBUTES);
  }

  @Benchmark
  public void index(Written written) throws Exception {
    written.batch(Sent.by(index, logs));
  }

  @Benchmark
  public void dataStream(Written written) throws Exception {
    written.batch(Sent.by(stream, logs));
  }
}
