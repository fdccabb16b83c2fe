package io.sonde.benchmarks.micro.encode;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.lines.LogLine;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Log events as lines of JSON. */
@State(Scope.Thread)
@OperationsPerInvocation(Records.COUNT)
public class LinesBenchmark {
  @Param public LineFormat format;

  private final ProtoWriter out = new ProtoWriter(256 * 1024);
  private List<LogEvent> logs;
  private LogLine line;

  @Setup
  public void setUp() {
    logs = Records.logs();
    line = format.line(Records.ATTRIBUTES);
  }

  @Benchmark
  public void lines(Written written) {
    out.reset();
    for (LogEvent event : logs) {
      line.write(out, event);
      out.rawByte('\n');
    }
    written.batch(out.size());
  }
}
