package io.sonde.exporter.console;

/** The JVM over the last points; nothing where it has no java.management. */
final class JvmHistory {
  private final JvmReader reader = new JvmReader();
  private final long[] heapUsed;
  private final long[] gcNanos;
  private final int[] threads;
  private final double[] cpu;
  private boolean absent;

  JvmHistory(int points) {
    heapUsed = new long[points];
    gcNanos = new long[points];
    threads = new int[points];
    cpu = new double[points];
  }

  void step(int at) {
    if (absent) {
      return;
    }
    try {
      reader.read();
    } catch (NoClassDefFoundError e) {
      absent = true;
      return;
    }
    heapUsed[at] = reader.heapUsed;
    gcNanos[at] = reader.gcNanos;
    threads[at] = reader.threads;
    cpu[at] = reader.cpu;
  }

  /** The points from {@code from} to before {@code to}, each modulo their number. */
  void write(Json json, long from, long to) {
    int points = heapUsed.length;
    json.begin('{').name("heapUsed").begin('[');
    for (long i = from; i < to && !absent; i++) {
      json.value(heapUsed[(int) (i % points)]);
    }
    json.end(']').name("heapMax").value(reader.heapMax).name("gcNanos").begin('[');
    for (long i = from; i < to && !absent; i++) {
      json.value(gcNanos[(int) (i % points)]);
    }
    json.end(']').name("threads").begin('[');
    for (long i = from; i < to && !absent; i++) {
      json.value(threads[(int) (i % points)]);
    }
    json.end(']').name("cpu").begin('[');
    for (long i = from; i < to && !absent; i++) {
      json.value(cpu[(int) (i % points)]);
    }
    json.end(']').end('}');
  }
}
