package io.sonde.exporter.loki;

/** A line with its stream and its time. */
final class LokiEntry implements Comparable<LokiEntry> {
  /** What the wire needs beside line and labels, structured metadata included, at most. */
  private static final int OVERHEAD = 1024;

  final String labels;
  final String line;
  final String traceId;
  final String spanId;
  final String instance;
  private final int lineBytes;
  long epochNanos;

  /**
   * @param lineBytes of the line in UTF-8
   * @param traceId null when there is no span, as {@code spanId}
   * @param instance {@code service.instance.id}, or null
   */
  LokiEntry(
      String labels,
      long epochNanos,
      String line,
      int lineBytes,
      String traceId,
      String spanId,
      String instance) {
    this.labels = labels;
    this.epochNanos = epochNanos;
    this.line = line;
    this.lineBytes = lineBytes;
    this.traceId = traceId;
    this.spanId = spanId;
    this.instance = instance;
  }

  /** Bytes on the wire, at most. */
  int bytes() {
    return 3 * labels.length() + lineBytes + OVERHEAD;
  }

  /** Streams one after another, in each the oldest first. */
  @Override
  public int compareTo(LokiEntry other) {
    int byStream = labels.compareTo(other.labels);
    return byStream != 0 ? byStream : Long.compare(epochNanos, other.epochNanos);
  }
}
