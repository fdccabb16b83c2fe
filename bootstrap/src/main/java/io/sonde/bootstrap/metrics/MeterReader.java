package io.sonde.bootstrap.metrics;

/**
 * Reads the meters of the application's own registry. Implemented in the library's class loader, of
 * which it must be a constant: the agent holds it weakly.
 */
public interface MeterReader {
  /** The meters of what was added, to be read one by one. Calls nothing of the application's. */
  Iterable<?> meters(Object added);

  /** The name of a meter as the library knows it; null when it does not tell before it is read. */
  String name(Object meter);

  /**
   * Reads one meter. What the application has put into it (a gauge's function) is called, so this
   * may block, throw anything, and takes a thread of its own.
   */
  void read(Object meter, MeterSink sink);
}
