package io.sonde.benchmarks.micro.woven;

import io.sonde.benchmarks.micro.Message;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.http.HttpServerSpan;
import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls within a request that is being served. What they record goes through the agent's queue to
 * its exporter's thread, and ends there: what that thread would make of it is measured alone.
 */
@State(Scope.Thread)
public abstract class Woven {
  /** Names the {@link Agent} that the process was started with. */
  public static final String AGENT = "benchmark.agent";

  /** How a process is measured. */
  public enum Agent {
    NONE,
    SAMPLED,
    NOT_SAMPLED
  }

  private static final long MAX_BYTES = 32 << 20;

  private final Agent agent = Agent.valueOf(System.getProperty(AGENT, Agent.NONE.name()));
  private final ExportWorker<Object> spans = worker("traces");
  private final ExportWorker<Object> logs = worker("logs");
  private Span request;

  /** Sized as the agent's own are. */
  private static ExportWorker<Object> worker(String signal) {
    return new ExportWorker<>(new Ledger("benchmark", signal), 8192, MAX_BYTES, 512, 1000);
  }

  /** Calls each benchmark once. */
  abstract void callEach() throws Exception;

  /** How many spans and durations that makes. */
  abstract int expectedSpans();

  int expectedLogs() {
    return 0;
  }

  @Setup
  public final void install() {
    boolean there = Telemetry.class.getClassLoader() == null;
    if (there != (agent != Agent.NONE)) {
      throw new IllegalStateException("agent is " + (there ? "there" : "not there"));
    }
    if (there) {
      spans.start(new Discard());
      logs.start(new Discard());
      Telemetry.install(
          new Telemetry.Sink() {
            @Override
            public void spanEnded(Span span) {
              spans.offer(span, span.bytes());
            }

            @Override
            public void logged(LogEvent event) {
              logs.offer(event, event.bytes());
            }
          });
      request = HttpServerSpan.start(new Message(), Message.READER);
      request.deactivate();
    }
  }

  @Setup(Level.Iteration)
  public final void begin() {
    Span.swap(request);
  }

  /** That it was measured with the advice at work, until the end. */
  @TearDown(Level.Iteration)
  public final void check() throws Exception {
    if (agent != Agent.NONE) {
      long spansBefore = produced(spans);
      long logsBefore = produced(logs);
      long durationsBefore = durations();
      callEach();
      expect("durations", expectedSpans(), durations() - durationsBefore);
      expect("spans", agent == Agent.SAMPLED ? expectedSpans() : 0, produced(spans) - spansBefore);
      expect("log records", expectedLogs(), produced(logs) - logsBefore);
    }
    Span.swap(null);
  }

  private static void expect(String what, long expected, long seen) {
    if (seen != expected) {
      throw new IllegalStateException(seen + " " + what + ", not " + expected);
    }
  }

  private static long produced(ExportWorker<?> worker) {
    return worker.ledger().snapshot().produced();
  }

  private static long durations() {
    long count = 0;
    for (Histogram.Series series : Metrics.DB_CLIENT_DURATION.all()) {
      count += series.snapshot().count;
    }
    return count;
  }

  private static final class Discard implements BatchExporter<Object> {
    @Override
    public ExportResult export(List<Object> batch) {
      return ExportResult.delivered();
    }

    @Override
    public void close() {}
  }
}
