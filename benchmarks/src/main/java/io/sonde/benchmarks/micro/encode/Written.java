package io.sonde.benchmarks.micro.encode;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long the encoded batch is: a figure of the benchmark's own beside time and allocation. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Written {
  private double each;

  /** Bytes of one record. */
  public double written() {
    return each;
  }

  void batch(long bytes) {
    batch(bytes, Records.COUNT);
  }

  void batch(long bytes, int records) {
    if (bytes < Records.COUNT) {
      throw new IllegalStateException(records + " records in " + bytes + " bytes");
    }
    each = (double) bytes / records;
  }
}
