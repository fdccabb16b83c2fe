package io.sonde.benchmarks.micro.encode;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long the encoded batch is: a figure of the benchmark's own beside time and allocation. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Written {
  private long batch;

  /** Bytes of one record. */
  public double written() {
    return (double) batch / Records.COUNT;
  }

  void batch(long bytes) {
    if (bytes < Records.COUNT) {
      throw new IllegalStateException(Records.COUNT + " records in " + bytes + " bytes");
    }
    batch = bytes;
  }
}
