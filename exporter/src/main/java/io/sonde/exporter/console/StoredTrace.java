package io.sonde.exporter.console;

import io.sonde.bootstrap.Ids;
import io.sonde.bootstrap.Span;

/**
 * A local root with all within it, as it is kept: bytes, and what it is found and ordered by. A
 * trace that has come into the process more than once is several. Immutable.
 */
final class StoredTrace {
  private static final int OVERHEAD = 160;

  final long idHigh;
  final long idLow;
  final long duration;
  final long endMillis;

  /** For lists. */
  final byte[] summary;

  final byte[] json;

  StoredTrace(Span root, byte[] summary, byte[] json) {
    this(
        root.traceIdHigh(),
        root.traceIdLow(),
        TraceJson.duration(root),
        root.endEpochNanos() / 1_000_000,
        summary,
        json);
  }

  StoredTrace(long idHigh, long idLow, long duration, long endMillis, byte[] summary, byte[] json) {
    this.idHigh = idHigh;
    this.idLow = idLow;
    this.duration = duration;
    this.endMillis = endMillis;
    this.summary = summary;
    this.json = json;
  }

  boolean hasId(String hex) {
    return Ids.hex(idHigh, idLow).equals(hex);
  }

  int bytes() {
    return OVERHEAD + summary.length + json.length;
  }
}
