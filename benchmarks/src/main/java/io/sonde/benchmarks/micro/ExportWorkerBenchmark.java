package io.sonde.benchmarks.micro;

import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the application's thread pays to hand a record over. Nothing takes from the queue. */
public class ExportWorkerBenchmark {
  private static final int RECORDS = 1 << 15;
  private static final int RECORD_BYTES = 400;

  private static ExportWorker<Object> worker(int records) {
    Ledger ledger = new Ledger("benchmark", "traces");
    return new ExportWorker<>(ledger, records, Long.MAX_VALUE, 512, 5000);
  }

  /** A queue with room for all records of an invocation. */
  @State(Scope.Thread)
  public static class Empty {
    private ExportWorker<Object> worker;

    @Setup(Level.Invocation)
    public void setUp() {
      worker = worker(RECORDS);
    }
  }

  /** A queue without room, as in an outage. */
  @State(Scope.Benchmark)
  public static class Full {
    private final ExportWorker<Object> worker = worker(2048);

    @Setup
    public void setUp() {
      while (worker.offer(this, RECORD_BYTES)) {
        // Until it is full.
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void taken(Empty queue) {
    for (int i = 0; i < RECORDS; i++) {
      queue.worker.offer(queue, RECORD_BYTES);
    }
  }

  @Benchmark
  public boolean refused(Full queue) {
    return queue.worker.offer(queue, RECORD_BYTES);
  }
}
